/** Written above sw.mjs by offline.py. */
declare const VERSION: string;
declare const MANIFEST: Record<string, string>;

/** Material for MkDocs: tells of each page that instant navigation brings. */
declare const document$: { subscribe(listener: () => void): void } | undefined;
