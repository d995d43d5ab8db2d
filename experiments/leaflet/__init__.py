"""One HTML file that tells a comparison or a batch to somebody who has only a browser: no network, no installation.

Every text stands in the file in English and Chinese; a switch, or the browser's language, shows one of them. It is
readable without JavaScript and prints on A4.
"""
