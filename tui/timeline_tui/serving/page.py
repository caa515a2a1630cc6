"""The page that holds the terminal. It loads nothing from anywhere but its own server."""

from __future__ import annotations

from string import Template

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>timeline</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="static/css/xterm.css">
<style>
@font-face { font-family: "Roboto Mono"; font-weight: 100 700;
  src: url("static/fonts/RobotoMono-VariableFont_wght.ttf"); }
@font-face { font-family: "Roboto Mono"; font-weight: 100 700; font-style: italic;
  src: url("static/fonts/RobotoMono-Italic-VariableFont_wght.ttf"); }
html, body { margin: 0; height: 100%; overflow: hidden; background: $ground; color: $words; }
.textual-terminal { width: 100vw; height: 100vh; opacity: 0; }
body.-first-byte .textual-terminal { opacity: 1; }
.said { position: absolute; inset: 0; display: flex; flex-direction: column; gap: 16px;
  align-items: center; justify-content: center; font: 16px "Roboto Mono", monospace;
  background: $ground; z-index: 10; }
body.-first-byte .opening, .closed { display: none; }
body.-closed .closed { display: flex; }
button { font: inherit; padding: 8px 24px; border: 1px solid $words; background: $ground;
  color: $words; cursor: pointer; }
</style>
<script nonce="$nonce">
"use strict";
const here = new URL(".", location.href);
const open_ = window.open.bind(window);
window.open = (url) => {
  const from = location.origin + "/download/";
  if (typeof url !== "string" || !url.startsWith(from)) return null;
  return open_(new URL("download/" + url.slice(from.length), here), "_blank");
};
addEventListener("DOMContentLoaded", () =>
  document.querySelector("button").addEventListener("click", () => location.reload()));
</script>
</head>
<body>
<div class="said opening">Opening the workbench…</div>
<div class="said closed"><div>The workbench is closed.</div>
<button type="button">Open it again</button></div>
<div id="terminal" class="textual-terminal" data-session-websocket-url="$socket"
  data-font-size="$size"></div>
<script nonce="$nonce">
document.fonts.load('16px "Roboto Mono"').finally(() => {
  const script = document.createElement("script");
  script.nonce = "$nonce";
  script.src = "static/js/textual.js";
  script.onload = () => {
    const begin = window.onload;
    window.onload = null;
    begin();
  };
  document.head.append(script);
});
</script>
</body>
</html>
""")


def render_page(socket: str, *, nonce: str, size: int, light: bool) -> str:
    """The page of a sitting whose web socket is at an address; `size` is the letters' in pixels."""
    ground, words = ("#fbfbf8", "#1b222c") if light else ("#14181f", "#d7dbe0")
    return _PAGE.substitute(socket=socket, nonce=nonce, size=size, ground=ground, words=words)


def headers(host: str, nonce: str) -> dict[str, str]:
    """What a browser may do with the page: load from its own server, and keep nothing."""
    policy = (
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self' data:",
        f"connect-src 'self' ws://{host}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return {"Content-Security-Policy": "; ".join(policy)}
