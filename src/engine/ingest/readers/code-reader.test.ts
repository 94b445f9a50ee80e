import { describe, expect, test } from 'vitest'
import { readBytes, refusalOf } from '../../../../test/support/reading.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'

/** Each declaration with the first line of its block. */
function declared({ blocks }: ExtractedDocument): Record<string, number> {
  const lines: Record<string, number> = {}
  for (const { symbol, line } of blocks) lines[symbol?.join('.') ?? ''] ??= line ?? 0
  const { '': _rest, ...named } = lines
  return named
}

function importsOf({ text, blocks }: ExtractedDocument): string {
  return blocks
    .filter(({ imports }) => imports)
    .map(({ start, end }) => text.slice(start, end))
    .join('\n')
}

type Sample = { name: string; source: string; language: string; declares: Record<string, number>; imports?: string }

/** By a grammar, one of each; what is expected was counted by hand. */
const grammars: Sample[] = [
  {
    name: 'a.py',
    language: 'python',
    source:
      'import os\nfrom a import b\n\n# Adds.\n@cached\ndef add(a, b):\n    return a\n\n\nclass Tree(Base):\n    """A tree."""\n\n    def grow(self):\n        pass\n\n    class Leaf:\n        pass\n',
    declares: { add: 4, Tree: 10, 'Tree.grow': 13, 'Tree.Leaf': 16 },
    imports: 'import os\nfrom a import b',
  },
  {
    name: 'a.ts',
    language: 'typescript',
    source:
      "// License.\n\nimport a from 'a'\nexport interface Shape {\n  area(): number\n}\nexport abstract class Circle<T> implements Shape {\n  constructor(r: number) {}\n  /** Its area. */\n  area() {\n    return 1\n  }\n}\nexport const twice = (a: number) => {\n  return a\n}\nnamespace Deep {\n  export function inner() {}\n}\n",
    declares: { Shape: 4, Circle: 7, 'Circle.constructor': 8, 'Circle.area': 9, twice: 14, Deep: 17, 'Deep.inner': 18 },
    imports: "import a from 'a'",
  },
  {
    name: 'a.jsx',
    language: 'javascript',
    source:
      "const fs = require('fs')\nfunction* all() {}\nmodule.exports.one = function () {}\nclass A extends B {\n  #x = 1\n  get y() { return 1 }\n}\n",
    declares: { all: 2, 'module.exports.one': 3, A: 4, 'A.#x': 5, 'A.y': 6 },
    imports: "const fs = require('fs')",
  },
  {
    name: 'a.tsx',
    language: 'tsx',
    source: 'export default function App() {\n  return <b>1</b>\n}\nexport const Row = () => <i />\n',
    declares: { App: 1, Row: 4 },
  },
  {
    name: 'A.java',
    language: 'java',
    source:
      'package a.b;\nimport java.util.*;\n/** Doc. */\npublic class A {\n  private int x;\n  public A() {}\n  @Override\n  int get() { return x; }\n  enum Kind { ONE }\n}\nrecord Point(int x) {}\n',
    declares: { A: 3, 'A.A': 6, 'A.get': 7, 'A.Kind': 9, Point: 11 },
    imports: 'package a.b;\nimport java.util.*;',
  },
  {
    name: 'a.cs',
    language: 'csharp',
    source:
      'using System;\nnamespace N {\n  public class C {\n    public int P { get; set; }\n    public void M() {\n    }\n  }\n  struct S { }\n}\n',
    declares: { N: 2, 'N.C': 3, 'N.C.P': 4, 'N.C.M': 5, 'N.S': 8 },
    imports: 'using System;',
  },
  {
    name: 'a.h',
    language: 'cpp',
    source:
      '#ifndef A_H\n#define A_H\n#include <stdio.h>\nnamespace n {\ntemplate <class T>\nclass Box {\n public:\n  T get() const { return v; }\n  void put(T v);\n};\n}\nint *find(const char *name);\n#endif\n',
    declares: { n: 4, 'n.Box': 5, 'n.Box.get': 8, 'n.Box.put': 9, find: 12 },
    imports: '#include <stdio.h>',
  },
  {
    name: 'a.c',
    language: 'c',
    source:
      '#include "a.h"\n\nstatic int twice(int a)\n{\n  return 2 * a;\n}\n\nstruct point {\n  int x;\n};\n\nvoid Box::grow() {}\n',
    declares: { twice: 3, point: 8, 'Box.grow': 12 },
    imports: '#include "a.h"',
  },
  {
    name: 'a.go',
    language: 'go',
    source:
      'package main\n\nimport "fmt"\n\n// Tree grows.\ntype Tree struct {\n\tn int\n}\n\nfunc (t *Tree) Grow() {\n}\n\nfunc main() {\n}\n',
    declares: { Tree: 5, 'Tree.Grow': 10, main: 13 },
    imports: 'package main\n\nimport "fmt"',
  },
  {
    name: 'a.rs',
    language: 'rust',
    source:
      'use std::io;\n\nstruct Tree {\n    n: u8,\n}\n\nimpl Tree {\n    /// Grows.\n    pub fn grow(&self) {\n    }\n}\n\nmod inner {\n    fn deep() {}\n}\n',
    declares: { Tree: 3, 'Tree.grow': 8, inner: 13, 'inner.deep': 14 },
    imports: 'use std::io;',
  },
  {
    name: 'a.rb',
    language: 'ruby',
    source: "require 'set'\nmodule M\n  class C < B\n    def self.make\n    end\n\n    def grow\n    end\n  end\nend\n",
    declares: { M: 2, 'M.C': 3, 'M.C.make': 4, 'M.C.grow': 7 },
    imports: "require 'set'",
  },
  {
    name: 'a.php',
    language: 'php',
    source: '<?php\nnamespace App;\nuse A\\B;\nclass C {\n  public function grow() {\n  }\n}\nfunction one() {\n}\n',
    declares: { App: 2, C: 4, 'C.grow': 5, one: 8 },
    imports: 'use A\\B;',
  },
  {
    name: 'run',
    language: 'bash',
    source: '#!/usr/bin/env -S bash -e\nset -u\nbuild() {\n  make\n}\nfunction clean {\n  rm x\n}\nbuild\n',
    declares: { build: 3, clean: 6 },
  },
  {
    name: 'a.ps1',
    language: 'powershell',
    source: 'function Get-One {\n  1\n}\nclass A {\n  [int] Two() {\n    return 2\n  }\n}\n',
    declares: { 'Get-One': 1, A: 4, 'A.Two': 5 },
  },
  {
    name: 'a.css',
    language: 'css',
    source: '@import "b.css";\n.a > b {\n  top: 0;\n}\n@media print {\n  i { top: 1px; }\n}\n',
    declares: { '.a > b': 2, '@media print': 5, '@media print.i': 6 },
    imports: '@import "b.css";',
  },
  { name: 'a.ini', language: 'ini', source: '[one]\na = 1\n\n[two]\nb = 2\n', declares: { one: 1, two: 4 } },
]

/** Without a grammar, by indentation and braces. */
const others: Sample[] = [
  {
    name: 'a.kt',
    language: 'kotlin',
    source:
      'package a\n\ndata class Point(val x: Int)\n\n// Grows.\nclass Tree : Plant() {\n    override fun grow() {\n        if (x) {\n            y()\n        }\n    }\n}\n\nsuspend fun main() {\n}\n',
    declares: { a: 1, Point: 3, Tree: 5, 'Tree.grow': 7, main: 14 },
  },
  {
    name: 'a.swift',
    language: 'swift',
    source:
      'import UIKit\n\npublic struct Tree {\n  func grow() {\n  }\n}\n\nextension Tree {\n  static func make() {\n  }\n}\n',
    declares: { Tree: 3, 'Tree.grow': 4, 'Tree.make': 9 },
  },
  {
    name: 'a.sql',
    language: 'sql',
    source: 'CREATE TABLE IF NOT EXISTS users (\n  id INT\n);\n\ncreate or replace view v AS\n  SELECT 1;\n',
    declares: { users: 1, v: 5 },
  },
  {
    name: 'a.lua',
    language: 'lua',
    source: 'local M = {}\nfunction M.grow(a)\n  return a\nend\n\nlocal function two()\nend\n',
    declares: { 'M.grow': 2, two: 6 },
  },
  { name: 'a.r', language: 'r', source: 'twice <- function(x) {\n  x * 2\n}\n', declares: { twice: 1 } },
  {
    name: 'a.scala',
    language: 'scala',
    source: 'object Main extends App {\n  def grow(a: Int): Int = {\n    a\n  }\n}\n',
    declares: { Main: 1, 'Main.grow': 2 },
  },
  {
    name: 'Makefile',
    language: 'make',
    source: 'CC := gcc\n\nall: build\n\techo done\n\nbuild:\n\t$(CC) a.c\n',
    declares: { all: 3, build: 6 },
  },
  { name: 'a.yml', language: 'yaml', source: 'name: x\njobs:\n  test:\n    runs: y\n', declares: { name: 1, jobs: 2 } },
  {
    name: 'a.toml',
    language: 'toml',
    source: '[package]\nname = "x"\n\n[[bin]]\nb = 1\n',
    declares: { package: 1, bin: 4 },
  },
  {
    name: 'flat.dart',
    language: 'dart',
    source: 'class Tree {\nvoid grow(int a) {\nprint(a);\n}\n}\nvoid main() {\n}\n',
    declares: { Tree: 1, 'Tree.grow': 2, main: 6 },
  },
]

describe('source code', () => {
  test.each(grammars)('LIB-1.code: LIB-5.code: $name by its syntax tree', async ({ name, source, ...expected }) => {
    const document = await readBytes(name, source)
    expect({ type: document.type, language: document.blocks[0]?.language }).toEqual({
      type: 'code',
      language: expected.language,
    })
    expect(document.text).toBe(source)
    expect(declared(document)).toEqual(expected.declares)
    expect(importsOf(document)).toBe(expected.imports ?? '')
  })

  test.each(others)('LIB-1.code: $name by indentation and braces', async ({ name, source, ...expected }) => {
    const document = await readBytes(name, source)
    expect(document.blocks[0]?.language).toBe(expected.language)
    expect(document.text).toBe(source)
    expect(declared(document)).toMatchObject(expected.declares)
  })

  test('LIB-6.line: CRLF, a byte order mark and form feeds change no line number; every line with text is in a block', async () => {
    const source = '\ufeffdef a():\r\n    pass\r\n\f\r\ndef b():\r\n    pass'
    const document = await readBytes('a.py', source)
    expect(declared(document)).toEqual({ a: 1, b: 4 })
    expect(document.blocks.map(({ start, end }) => document.text.slice(start, end))).toEqual([
      'def a():\n    pass',
      'def b():\n    pass',
    ])
  })

  test('a file with errors in it keeps what can be told apart', async () => {
    const document = await readBytes('a.py', 'def a(:\n    x = = 1\n\n)))\n\ndef good():\n    return 1\n')
    expect(Object.keys(declared(document))).toContain('good')
  })

  test('minified code of five megabytes is read by lines, in pieces that a person can look at', async () => {
    const source = 'function f(a,b){return a(b)?"x":{y:1}};'.repeat(130_000)
    const document = await readBytes('a.min.js', source)
    expect(document.text.length).toBeGreaterThan(5_000_000)
    expect(Math.max(...document.blocks.map(({ start, end }) => end - start))).toBeLessThanOrEqual(20_000)
    expect(document.blocks.map(({ start, end }) => document.text.slice(start, end)).join('')).toBe(source)
    expect(new Set(document.blocks.map(({ line }) => line))).toEqual(new Set([1]))
  })

  test('prose, markup and binary content are no code, whatever they hold', async () => {
    const types = await Promise.all(
      [
        ['notes', 'def a():\n    pass\n'],
        ['a.txt', '#!/bin/sh\necho'],
        ['a.xml', '<?xml version="1.0"?>\n<html><body>x</body></html>'],
        ['a.md', '# A\n'],
        ['index.php', '<!DOCTYPE html><html><?php echo 1 ?></html>'],
        ['tool', '#!/usr/bin/python3\nprint(1)\n'],
      ].map(async ([name = '', content = '']) => (await readBytes(name, content)).type),
    )
    expect(types).toEqual(['text', 'text', 'html', 'markdown', 'code', 'code'])
    expect(await refusalOf(readBytes('a.c', new Uint8Array([1, 2, 3, 0, 0, 1, 5, 6, 0, 2, 1, 4])))).toBe(
      'FILE_TYPE_UNSUPPORTED',
    )
  })
})
