/**
 * Keeps a reader's thread alive when a promise fails that nobody waits for. pdf.js leaves such promises behind with damaged
 * files, and they fail when the thread reads another file already: that file would be refused for what the one before it did.
 * Whatever a reader waits for fails as ever, and what never ends is ended by the time limit. To be imported once a thread.
 */
process.on('unhandledRejection', () => undefined)
