// Cuts a Japanese query as the index was cut, then leaves the search to Material's own worker, named in our query.
//
// Material cuts a query only inside runs of kanji and glues the pieces to the kana that follow, so compounds such as
// 送信ドメイン認証 find nothing. The same TinySegmenter that cut the index (lunr loads it) cuts the query here.

const EDGE = /(?<=[!-~])(?=[\u0080-\uFFFF])|(?<=[\u0080-\uFFFF])(?=[!-~])/;
const JAPANESE = /[\u3040-\u30FF\u3400-\u9FFF\uFF66-\uFF9F]/;
const PARTICLES = /^[\u3040-\u309F]{1,2}$/;

/**
 * @param {string} query as typed
 * @returns {string} its words, separated by spaces
 */
function cut(query) {
  const words = [];
  for (const part of query.split(/[\s\u3000、。，．・「」（）]+/)) {
    for (const run of part.split(EDGE)) {
      if (!JAPANESE.test(run) || !self.lunr?.TinySegmenter) {
        words.push(run);
        continue;
      }
      const pieces = new self.lunr.TinySegmenter().segment(run);
      // a lone particle would find every page
      words.push(...pieces.filter((piece) => pieces.length === 1 || !PARTICLES.test(piece)));
    }
  }
  return words.filter(Boolean).join(" ");
}

addEventListener("message", (event) => {
  if (event.data.type === 2) event.data.data = cut(event.data.data);
});
importScripts(self.location.search.slice(1));
