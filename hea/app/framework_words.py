"""Words that the framework itself puts on a page, in the language of the page: it knows English alone."""

import json

from hea.texts import Lang, text

WORDS = {
    "Upload": "upload",
    "Add files": "more",
    "Drag and drop a file here": "drop",
    "Drag and drop files here": "drop_files",
    "No results": "nothing",
    "Clear value": "empty",
    "Clear entry": "empty",
    "Failed to generate file for download": "not_made",
    "Request timed out": "not_made",
    "Connection closed": "not_made",
}
"""Keys of whole words and sentences by what the framework says."""
PARTS = {" per file": "per_file", " files are not allowed.": "not_allowed"}
"""Keys of ends of sentences, behind a size or a kind of file."""
NAMED = ("stFileUploader", "stDownloadButton", "stSelectbox", "stTextInput")
PLACES = ", ".join((*(f'[data-testid="{name}"]' for name in NAMED), '[role="listbox"]'))
"""Where the framework speaks; the options of a list stand outside its field."""

SPEAK = """
if (!window.heaSpeaks) {
  const spoken = new WeakMap();
  const words = said => {
    if (window.heaWords[said]) return window.heaWords[said];
    const end = Object.keys(window.heaEnds).find(end => said.endsWith(end));
    return end ? said.slice(0, -end.length) + window.heaEnds[end] : said;
  };
  const own = (held, name, now) => {
    const known = spoken.get(held) ?? {};
    if (known[name]?.now !== now) known[name] = {said: now};
    known[name].now = words(known[name].said);
    spoken.set(held, known);
    return known[name].now;
  };
  window.heaSpeaks = () => document.querySelectorAll(PLACES).forEach(place => {
    const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node; node = walk.nextNode();) {
      const now = own(node, 'text', node.nodeValue);
      if (now !== node.nodeValue) node.nodeValue = now;
    }
    for (const named of place.querySelectorAll('[aria-label]')) {
      const now = own(named, 'label', named.ariaLabel);
      if (now !== named.ariaLabel) named.ariaLabel = now;
    }
  });
  let asked = 0;
  new MutationObserver(() => {
    asked ||= requestAnimationFrame(() => { asked = 0; window.heaSpeaks(); });
  }).observe(document.body, {childList: true, characterData: true, subtree: true});
}
window.heaSpeaks();"""
"""What the framework said stays known, so that it can be said in another language as well."""


def script(lang: Lang) -> str:
    """Script that says the words of the framework in a language."""
    told = [
        json.dumps({said: text(f"framework.{key}", lang) for said, key in group.items()})
        for group in (WORDS, PARTS)
    ]
    speak = SPEAK.replace("PLACES", json.dumps(PLACES))
    return f"window.heaWords={told[0]};window.heaEnds={told[1]};{speak}"
