"""The checker in the browser: packs the engine for Pyodide and brings page, sealed frame and service worker.

``pack.install(site_dir)`` puts everything into ``SITE_DIR/assets/guide/`` (and the service worker at
``SITE_DIR/sw.js``), shared by both languages. A page needs no more than, in its head,

    <link rel="stylesheet" href="…/assets/guide/checker.css">
    <script type="module" src="…/assets/guide/widget.mjs"></script>

and ``<bounce-checker lang="ja">…what is shown without scripts…</bounce-checker>`` where the checker shall stand.
``install`` comes last in a build, because the service worker's manifest lists every file of the site.
Its ``frame.html`` brings a policy of its own: nothing may be added to it.

    static/widget.mjs   the element for returned mail           static/client.mjs  asks the worker, cancels it
    static/result.mjs   a diagnosis as DOM (textContent only)   static/frame.mjs   starts the worker, sealed
    static/incident.mjs a mailbox as DOM                        static/worker.mjs  Pyodide and guide_engine
    static/teller.mjs   the element for stories                 static/panel.mjs   what both say: state, words
    static/told.mjs     a story's reading as DOM                static/sw.mjs      works without a network
    view.py             what the page shows of a diagnosis      tell.py            what the page shows of a story
    treepicture.py      the tree, for page and browser
"""
