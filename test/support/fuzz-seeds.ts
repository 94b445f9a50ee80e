import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ReadRefusal } from '../../src/engine/ingest/readers/reader.ts'
import { type DetectedType, detectType } from '../../src/engine/ingest/reading/detect.ts'
import { docx, paragraph } from './docx.ts'
import * as made from './made-formats.ts'
import { mail } from './mail.ts'
import { bitmap, drawWords, tiff } from './pictures.ts'
import { plainPdf } from './plain-pdf.ts'
import { sharedData } from './reading.ts'
import { zip } from './zip.ts'

/** A file to be damaged. */
export type Seed = { name: string; bytes: Uint8Array }

/** Larger files would make the trial one of speed. */
const largest = 120_000
/** Scans and photographs that take a tenth of a second each, and hold nothing that quicker ones do not. */
const slow = new Set(['basicapi.pdf', 'arabic.pdf', 'two-directions.pdf', 'english.png', 'english.jpg'])
const fixtures = join(import.meta.dirname, '../fixtures')

/** Real, fixed and made files by the type that they are read as. */
export async function gatherSeeds(): Promise<Map<DetectedType, Seed[]>> {
  const seeds = new Map<DetectedType, Seed[]>()
  for (const seed of [...storedFiles(), ...madeFiles(), ...pictures(), ...sources()]) {
    try {
      const type = await detectType(seed.bytes, seed.name)
      seeds.set(type, [...(seeds.get(type) ?? []), seed])
    } catch (error) {
      if (!(error instanceof ReadRefusal)) throw error
    }
  }
  return seeds
}

function storedFiles(): Seed[] {
  const paths = [
    ...globSync('documents/*/*', { cwd: sharedData }).map((name) => join(sharedData, name)),
    ...globSync('**/*.*', { cwd: fixtures }).map((name) => join(fixtures, name)),
  ]
  return paths
    .filter((path) => !slow.has(basename(path)))
    .sort()
    .map((path) => ({ name: basename(path), bytes: new Uint8Array(readFileSync(path)) }))
    .filter(({ bytes }) => bytes.length <= largest)
}

const title = 'Harbour dues'
const lines = ['Ships over 640 metres pay 12 shillings.', 'Fishing boats pay nothing from May to July.']

function madeFiles(): Seed[] {
  const { makePptx, makeXlsx, makeOdt, makeEpub, makeEml, makeCsv, makeJson, makeRtf } = made
  const files = [makePptx, makeXlsx, makeOdt, makeEpub, makeEml, makeCsv, makeJson, makeRtf].map((make, index) => {
    const { extension, bytes } = make(title, lines)
    return seed(`made-${index}.${extension}`, bytes)
  })
  const attachment = {
    name: 'dues.docx',
    type: 'application/octet-stream',
    content: docx(lines.map(paragraph).join('')),
  }
  const letter = mail({ subject: title, text: lines.join('\r\n'), attachments: [attachment] })
  const table = `<table><caption>Dues</caption>${lines.map((line, row) => `<tr><td rowspan="2">${row}</td><td colspan="3">${line}</td></tr>`).join('')}</table>`
  return [
    ...files,
    seed('plain.pdf', plainPdf()),
    seed('attached.eml', letter),
    seed(
      'two.mbox',
      `From a@example.org Fri Mar 15 10:00:00 2024\n${letter}\nFrom b@example.org Fri Mar 15 11:00:00 2024\n${letter}`,
    ),
    seed(
      'archive.zip',
      zip([
        { name: 'letter.eml', data: letter },
        { name: 'deep/inner.zip', data: zip([{ name: 'a.txt', data: title }]) },
      ]),
    ),
    seed(
      'lists.html',
      `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><ol><li>${lines.join('<ul><li>')}</ul></ol>${table}<pre>${title}</pre></body></html>`,
    ),
    seed(
      'notes.md',
      `---\ntags: [a, b]\n---\n# ${title}\n\n1. ${lines[0]}\n   - ${lines[1]}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\`\`\`js\nlet a = 1\n\`\`\`\n\n[^1]: ${title}\n\n> ${lines[0]}[^1]\n`,
    ),
    seed('lines.jsonl', lines.map((line, index) => JSON.stringify({ index, line, tags: ['a'] })).join('\n')),
    seed('semicolons.csv', `day;sum;"a ""quoted"" name"\n1;2,5;x\n2;3,5;"two\nlines"\n3;4,5;z\n`),
    seed('utf16.txt', Buffer.from(`\ufeff${title}\n\n${lines.join('\n')}`, 'utf16le')),
  ]
}

/** Small, so that recognising one takes little. */
function pictures(): Seed[] {
  const canvas = drawWords('Harbour dues 1924')
  return [
    seed('words.png', canvas.toBuffer('image/png')),
    seed('words.jpg', canvas.toBuffer('image/jpeg')),
    seed('words.webp', canvas.toBuffer('image/webp')),
    seed('words.avif', canvas.toBuffer('image/avif')),
    seed('words.gif', canvas.toBuffer('image/gif')),
    seed('words.bmp', bitmap(canvas)),
    seed('words.tiff', tiff(canvas, 2)),
  ]
}

/** A few lines in each language whose syntax is parsed, and in one whose lines alone are looked at. */
function sources(): Seed[] {
  const files: Record<string, string> = {
    'a.sh': '#!/bin/bash\nset -e\n# Sums.\nsum() {\n  local a=$1\n  echo $((a + 1)) <<EOF\ntext\nEOF\n}\nsum 1\n',
    'a.cpp':
      '#include <map>\nnamespace n {\n/** Doc. */\ntemplate <typename T> class Box : public Base {\n public:\n  T get() const { return value; }\n private:\n  T value = 1;\n};\n}\n',
    'a.cs':
      'using System;\nnamespace N {\n  [Serializable]\n  public class Box<T> where T : new() {\n    public T Value { get; set; } = new();\n    public int Sum(int a) => a + 1;\n  }\n}\n',
    'a.css': '@media (max-width: 600px) {\n  .a > b:hover { color: #fff; margin: 0 1px }\n}\n:root { --x: 1 }\n',
    'a.go':
      'package main\n\nimport (\n\t"fmt"\n)\n\n// Sum adds.\nfunc (b *Box) Sum(a int) int {\n\treturn a + 1\n}\n\ntype Box struct{ v map[string]int }\n',
    'a.ini': '[section]\nkey = 1\n; note\n[other]\nname = "x"\n',
    'A.java':
      'package a.b;\nimport java.util.*;\n/** Doc. */\n@Deprecated\npublic class A<T> extends B {\n  private int x = 1;\n  public int sum(int a) { return a + x; }\n}\n',
    'a.jsx':
      'import a from "a"\nexport default function App({ b }) {\n  return <div className={b ? "x" : b}>{a.map((c) => <i key={c}>1</i>)}</div>\n}\nclass C { #d = 1 }\n',
    'a.php':
      '<?php\nnamespace A;\nuse B\\C;\n/** Doc. */\nclass D extends E {\n  public function sum(int $a): int { return $a + 1; }\n}\n?><b>html</b>\n',
    'a.ps1': 'param([int]$a = 1)\nfunction Get-Sum {\n  [CmdletBinding()]\n  param($b)\n  return $a + $b\n}\n',
    'a.py':
      'import os\n\n\n@decorated\nclass A(B):\n    """Doc."""\n\n    async def sum(self, a: int = 1) -> int:\n        return f"{a!r:>{10}}"\n',
    'a.rb':
      "require 'set'\nmodule M\n  class A < B\n    # Doc.\n    def sum(a = 1)\n      [a].map { |b| b + 1 }\n    end\n  end\nend\n",
    'a.rs':
      "use std::fmt;\n/// Doc.\n#[derive(Debug)]\npub struct A<'a> { b: &'a str }\nimpl<'a> A<'a> {\n    pub fn sum(&self, a: u8) -> u8 { a + 1 }\n}\n",
    'a.tsx':
      'import { type A } from "./a.ts"\nexport function B<T extends A>(c: T): JSX.Element {\n  return <p>{c as string}</p>\n}\n',
    'a.ts':
      'import type { A } from "a"\n/** Doc. */\nexport abstract class B<T> implements A {\n  constructor(private readonly c: T) {}\n  abstract sum(a: number): number\n}\nexport const d = <T,>(e: T) => e satisfies T\n',
    'a.kt': 'package a\nimport b.c\n/** Doc. */\ndata class A(val b: Int) {\n    fun sum(a: Int) = a + b\n}\n',
  }
  return Object.entries(files).map(([name, text]) => seed(name, text))
}

function seed(name: string, content: string | Uint8Array): Seed {
  return { name, bytes: new Uint8Array(Buffer.from(content)) }
}
