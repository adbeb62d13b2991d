#!/bin/sh
# Fetches the style and script files that the pages stand on and keeps them in the repository.
# The only place where npm runs; nobody needs it to use or to test the product.
# Run it to take a newer version: change the numbers, run, look at the catalogue page, commit.
set -eu

GOVUK=6.6.0
TOOLBAR=2.2.3
AXE=4.14.1

here=$(cd "$(dirname "$0")/.." && pwd)
static="$here/goldenthread/foundation/ui/static/ui"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fetch() { # package, version, folder
    file=$(npm pack --silent "$1@$2")
    mkdir "$3"
    tar -xzf "$file" -C "$3" --strip-components=1
}
fetch govuk-frontend "$GOVUK" govuk
fetch @github/markdown-toolbar-element "$TOOLBAR" toolbar
fetch axe-core "$AXE" axe

mkdir -p "$static/govuk" "$static/markdown_toolbar" "$here/tests/browser"
python3 - "$work" "$static" "$here/tests/browser" <<'PYTHON'
import re
import sys
from pathlib import Path

work, static, browser = map(Path, sys.argv[1:])
FONTS = '-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif'


def without_map(text):
    return re.sub(r"(//# |/\*# )sourceMappingURL=\S+( \*/)?\s*$", "", text).rstrip() + "\n"


css = (work / "govuk/dist/govuk/govuk-frontend.min.css").read_text()
css = re.sub(r"@font-face\{[^}]*\}", "", css)  # a partnership is not on GOV.UK: neither its typeface
css = re.sub(r"[^{}]*\{[^{}]*govuk-crest[^{}]*\}", "", css)  # nor its crest
css = re.sub(r"[^{}]*(?:govuk-logo-dot|logotype|copyright-logo|crown)[^{}]*\{[^{}]*\}", "", css)  # nor its logotype
css = css.replace("GDS Transport,arial,sans-serif", FONTS).replace("GDS Transport", FONTS)
css = css.replace("url(/assets/", "url(assets/")
for unwanted in ("@font-face", "crest", "GDS Transport", "url(/", "logotype", "crown"):
    assert unwanted not in css, unwanted
assert css.count("{") == css.count("}")
(static / "govuk/govuk-frontend.min.css").write_text(without_map(css))

script = (work / "govuk/dist/govuk/govuk-frontend.min.js").read_text()
(static / "govuk/govuk-frontend.min.js").write_text(without_map(script))
(static / "markdown_toolbar/index.js").write_text(without_map((work / "toolbar/dist/index.js").read_text()))
(static / "markdown_toolbar/LICENSE").write_text((work / "toolbar/LICENSE").read_text())
(browser / "axe.min.js").write_text(without_map((work / "axe/axe.min.js").read_text()))
(browser / "axe.LICENSE").write_text((work / "axe/LICENSE").read_text())
PYTHON

# The package names its licence (MIT) and leaves the text out; this is the text of its repository.
cat >"$static/govuk/LICENSE" <<'LICENCE'
The MIT License (MIT)

Copyright (c) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
LICENCE

cat >"$static/VENDORED.md" <<NOTE
Files in these folders are not ours and are not edited here; \`setup/vendor_ui.sh\` makes them.

| Folder | Package | Version | Licence | Changed on the way in |
|---|---|---|---|---|
| govuk | govuk-frontend | $GOVUK | MIT | typeface, crest and logotype taken out; system fonts |
| markdown_toolbar | @github/markdown-toolbar-element | $TOOLBAR | MIT | nothing |
| tests/browser/axe.min.js | axe-core (tests only) | $AXE | MPL-2.0 | nothing |
NOTE
