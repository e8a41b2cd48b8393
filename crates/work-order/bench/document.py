#!/usr/bin/env python3
"""CPU time of our work orders beside reportlab, WeasyPrint and typst on the same content, in one run.

    cargo xtask bench document          (or: document.py PATH-OF-THE-BENCH-EXAMPLE)
    pip install reportlab weasyprint typst       for the others; each that is missing is named and left out
"""
import html
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

BENCH = sys.argv[1]
RUNS = 20
FONTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fonts")
MARKS = dict.fromkeys([*range(0x2066, 0x206A), 0x200E, 0x200F])


def cpu_of_child(*arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run([BENCH, *arguments], check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said


def ours(kind, lang, folder, runs=RUNS):
    """Milliseconds a document, first one (fonts unread) and later ones; pages; bytes."""
    idle = min(cpu_of_child(kind, lang, "0", folder)[0] for _ in range(3))
    first, said = min(cpu_of_child(kind, lang, "1", folder) for _ in range(3))
    # The median of five rounds, as for the others: a busy machine makes single rounds longer.
    rounds = sorted(cpu_of_child(kind, lang, str(runs + 1), folder)[0] for _ in range(5))
    pages, size = (int(word) for word in said.split())
    return (first - idle) * 1000, (rounds[2] - first) * 1000 / runs, pages, size


def timed(make, runs):
    make()
    times = []
    for _ in range(runs):
        start = time.process_time()
        data = make()
        times.append(time.process_time() - start)
    return sorted(times)[len(times) // 2] * 1000, data


def tables(content):
    yield "text", "\n".join([content["brand"]["name"], *content["brand"]["lines"]])
    yield "fields", [(f["label"], f["value"], f["detail"]) for f in content["facts"]]
    yield "fields", [(p["label"], p["name"], *p["lines"]) for p in content["parties"]]
    machine = content["machine"]
    yield "text", machine["label"] + "\n" + machine["name"]
    yield "fields", [(f["label"], f["value"], f["detail"]) for f in machine["fields"]]
    yield "fields", [(f["label"], f["value"]) for f in content["summary"]]
    for section in content["sections"]:
        yield "heading", section["heading"]
        for block in section["blocks"]:
            kind = block["kind"]
            if kind == "fields":
                yield "fields", [(f["label"], f["value"], f["detail"]) for f in block["fields"]]
            elif kind == "text":
                yield "text", block["text"]
            elif kind == "table":
                head = [column["title"] for column in block["columns"]]
                yield "table", [head] + [[c["text"] + ("\n" + c["detail"] if c["detail"] else "") for c in row["cells"]] for row in block["rows"]]
            elif kind == "photos":
                yield "photos", [(p["sha256"] + ".jpg", p["caption"]) for p in block["photos"]]
            else:
                yield "text", block["words"]
    yield "text", content["consent"]["text"]
    yield "fields", [(content["parties"][-1]["name"], content["place"], content["at"]), (content["technician"], content["at"])]
    yield "text", content["brand"]["footer"]


def with_reportlab(content, folder):
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Table

    target = os.path.join(folder, "reportlab.pdf")

    pdfmetrics.registerFont(TTFont("Noto", os.path.join(FONTS, "NotoSans-Regular.ttf")))

    def make():
        styles = getSampleStyleSheet()
        for style in styles.byName.values():
            style.fontName = "Noto"
        say = lambda text, style="Normal": Paragraph(html.escape(text).replace("\n", "<br/>"), styles[style])
        story = [say(content["title"] + " " + content["number"], "Title")]
        for kind, what in tables(content):
            if kind == "heading":
                story.append(say(what, "Heading2"))
            elif kind == "text":
                story.extend(say(line) for line in what.split("\n"))
            elif kind == "fields":
                story.append(Table([[say("\n".join(field)) for field in what]]))
            elif kind == "table":
                story.append(Table([[say(cell) for cell in row] for row in what], repeatRows=1))
            else:
                story.append(Table([[Image(os.path.join(folder, name), 160, 120) for name, _ in what]]))
        SimpleDocTemplate(target, pagesize=A4).build(story)
        return open(target, "rb").read()

    return make


def with_weasyprint(content, folder):
    import weasyprint

    def make():
        out = [f"<html lang={content['lang']}><style>body{{font:9.5pt 'Noto Sans'}}table{{width:100%}}img{{width:31%}}</style>"]
        out.append(f"<h1>{html.escape(content['title'])} {html.escape(content['number'])}</h1>")
        for kind, what in tables(content):
            if kind == "heading":
                out.append(f"<h2>{html.escape(what)}</h2>")
            elif kind == "text":
                out.extend(f"<p>{html.escape(line)}</p>" for line in what.split("\n"))
            elif kind == "photos":
                out.append("".join(f"<img src='{name}'>" for name, _ in what))
            else:
                rows = what if kind == "table" else [["\n".join(field) for field in what]]
                cell = lambda text: "<td>" + html.escape(text).replace("\n", "<br>") + "</td>"
                out.append("<table>" + "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in rows) + "</table>")
        return weasyprint.HTML(string="".join(out), base_url=folder).write_pdf()

    return make


def with_typst(content, folder):
    import typst

    # Typst remembers what it has set before: each document says something else in every text, as it does between visits.
    quote = lambda text: json.dumps(text + " §", ensure_ascii=False)
    cell = lambda text: f"text({quote(text)})"
    out = ["#set page(paper: \"a4\")\n#set text(font: \"Noto Sans\", size: 9.5pt)\n"]
    out.append(f"#heading(level: 1, text({quote(content['title'] + ' ' + content['number'])}))\n")
    for kind, what in tables(content):
        if kind == "heading":
            out.append(f"#heading(level: 2, text({quote(what)}))\n")
        elif kind == "text":
            out.extend(f"#par(text({quote(line)}))\n" for line in what.split("\n"))
        elif kind == "photos":
            images = ", ".join(f"image({json.dumps(name)})" for name, _ in what)
            out.append(f"#grid(columns: {len(what)} * (1fr,), gutter: 8pt, {images})\n")
        else:
            rows = what if kind == "table" else [["\n".join(field) for field in what]]
            cells = ", ".join(cell(text) for row in rows for text in row)
            out.append(f"#table(columns: {len(rows[0])} * (1fr,), {cells})\n")
    source = os.path.join(folder, "work_order.typ")
    compiler = None
    count = iter(range(100, 1 << 30))

    def make():
        nonlocal compiler
        open(source, "w", encoding="utf-8").write("".join(out).replace("§", str(next(count))))
        compiler = compiler or typst.Compiler(source, font_paths=[FONTS])
        return compiler.compile()

    return make


def pages_of(pdf):
    """By poppler, for some pack their pages away."""
    said = subprocess.run(["pdfinfo", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    return int(re.search(r"Pages:\s*(\d+)", said)[1])


def row(name, cpu, ratio, pages, size):
    print(f"{name:<24}{cpu:>10.1f}{ratio:>10}{pages:>8}{size / 1000:>10.1f}")


def main():
    folder = tempfile.mkdtemp(prefix="feltbok-bench-")
    first, warm, pages, size = ours("visit", "en", folder)
    print("A visit with 3 photos (1600 × 1200), English, one thread:")
    print(f"{'':<24}{'CPU ms':>10}{'ratio':>10}{'pages':>8}{'kB':>10}")
    row("feltbok, warm", warm, "1.0", pages, size)
    row("feltbok, first", first, f"{first / warm:.1f}", pages, size)
    text = open(os.path.join(folder, "content.json"), encoding="utf-8").read().translate(MARKS)
    content = json.loads(text)
    for name, maker in [("reportlab", with_reportlab), ("weasyprint", with_weasyprint), ("typst", with_typst)]:
        try:
            make = maker(content, folder)
        except ImportError:
            print(f"{name:<24}SKIPPED: pip install {name}")
            continue
        cpu, data = timed(make, 7)
        row(name, cpu, f"{cpu / warm:.1f}", pages_of(data), len(data))
    first, warm, pages, size = ours("text", "en", folder, 5)
    print(f"\n{pages} pages of text: first {first:.0f} ms, warm {warm:.0f} ms (asked: 16 pages under 150 ms)")
    print("\nWithout photos (asked: at most 60 kB):")
    for lang in ("en", "nb", "uk", "fa", "zh-Hans"):
        first, warm, pages, size = ours("plain", lang, folder, 5)
        print(f"  {lang:<8} {size / 1000:6.1f} kB  {pages} pages  first {first:5.1f} ms  warm {warm:5.1f} ms")


if __name__ == "__main__":
    main()
