"""What is special to a Dask cluster: its extra, its scheduler, and workers that come and go."""

import sys
import threading

import pytest

from experiments.batch.executors.dask_cluster import DaskCluster
from experiments.batch.executors.protocol import NO_LIMITS, ExecutorGone
from tests.batch.executors.conftest import collect, dask
from tests.batch.executors.poison import NeverArrives, Spec, carry_out


def test_without_the_extra_it_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExecutorGone) as stopped:
        DaskCluster(carry_out, NO_LIMITS, 1)
    assert stopped.value.reason == "no_dask"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "no address at all", "tcp://127.0.0.1:no-port"])
def test_a_scheduler_that_does_not_answer_is_named(address, monkeypatch):
    monkeypatch.setattr("experiments.batch.executors.dask_cluster.CONNECT_SECONDS", 1.0)
    with pytest.raises(ExecutorGone) as stopped:
        DaskCluster(carry_out, NO_LIMITS, 0, address)
    assert stopped.value.reason == "no_scheduler"
    assert stopped.value.fields["address"] == address


def test_work_that_workers_cannot_take_in_is_not_the_fault_of_a_run(scheduler):
    executor = DaskCluster(NeverArrives(), NO_LIMITS, 0, scheduler)
    with pytest.raises(ExecutorGone) as stopped:
        collect(executor, [[Spec(0)]])
    executor.close(kill=True)
    assert stopped.value.reason == "workers_lack_program"
    assert "not to be read" in stopped.value.fields["why"]


def test_a_worker_with_another_model_contributes_nothing(scheduler, monkeypatch):
    monkeypatch.setattr("experiments.batch.executors.dask_cluster.model_version", lambda: "another one")
    executor = DaskCluster(carry_out, NO_LIMITS, 0, scheduler)
    with pytest.raises(ExecutorGone) as stopped:
        collect(executor, [[Spec(0)]])
    executor.close(kill=True)
    assert stopped.value.reason == "workers_lack_program"
    assert "the batch needs another one" in stopped.value.fields["why"]


def test_groups_wait_for_workers_and_a_scheduler_that_is_lost_ends_it(tmp_path):
    with dask(tmp_path, workers=0) as (address, start_workers, processes):
        executor = DaskCluster(carry_out, NO_LIMITS, 0, address)
        executor.submit([Spec(0)])
        assert executor.wait(0.2) == []
        start_workers(1)
        results, _ = collect(executor, [[Spec(1)]], already=1)
        assert sorted(spec.number for spec in results) == [0, 1]
        executor.submit([Spec(0, "hangs")])
        threading.Timer(0.2, processes[0].kill).start()
        with pytest.raises(ExecutorGone) as stopped:
            collect(executor, [], already=1)
        assert stopped.value.reason == "scheduler_lost"
        executor.close(kill=True)


def test_a_client_whose_thread_is_slow_to_start_is_made_again(scheduler, monkeypatch):
    from distributed.utils import LoopRunner

    starts, whole = [], LoopRunner.start

    def slow(runner):
        starts.append(runner)
        assert len(starts) > late
        whole(runner)

    monkeypatch.setattr(LoopRunner, "start", slow)
    late = 2
    executor = DaskCluster(carry_out, NO_LIMITS, 0, scheduler)
    results, lost = collect(executor, [[Spec(0)]])
    executor.close()
    assert (len(results), lost, len(starts)) == (1, [], 3)
    late = 1000
    with pytest.raises(ExecutorGone) as stopped:
        DaskCluster(carry_out, NO_LIMITS, 0, scheduler)
    assert (stopped.value.reason, "too busy" in stopped.value.fields["why"]) == ("no_scheduler", True)


def test_a_cluster_whose_workers_die_while_they_start_is_started_again(monkeypatch):
    import distributed

    starts, whole = [], distributed.LocalCluster

    def dying(**terms):
        starts.append(terms)
        if len(starts) < 3 or terms["n_workers"] > 1:
            raise RuntimeError("Nanny failed to start.") from OSError("killed")
        return whole(**{**terms, "processes": False})

    monkeypatch.setattr(distributed, "LocalCluster", dying)
    executor = DaskCluster(carry_out, NO_LIMITS, 1)
    results, lost = collect(executor, [[Spec(0)]])
    executor.close()
    assert (len(results), lost, len(starts)) == (1, [], 3)
    with pytest.raises(ExecutorGone) as stopped:
        DaskCluster(carry_out, NO_LIMITS, 2)
    assert (stopped.value.reason, "killed" in stopped.value.fields["why"]) == ("no_worker_starts", True)
