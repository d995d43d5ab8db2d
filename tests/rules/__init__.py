"""Rules, levers and strategies one by one."""
