import { basename, extname } from 'node:path'

/** Languages by the endings of their files. What people read as text or as data of its own format is not here. */
const extensions: Record<string, string> = {
  ada: 'adb ads',
  apex: 'apex',
  asm: 'asm s',
  astro: 'astro',
  awk: 'awk',
  bash: 'sh bash zsh ksh bats',
  batch: 'bat cmd',
  bicep: 'bicep',
  c: 'c',
  clojure: 'clj cljs cljc edn',
  cmake: 'cmake',
  cobol: 'cob cbl cpy',
  coffeescript: 'coffee',
  cpp: 'cpp cc cxx c++ h hpp hh hxx h++ inl ipp ino cu cuh',
  crystal: 'cr',
  csharp: 'cs csx',
  css: 'css',
  cython: 'pyx pxd',
  d: 'd',
  dart: 'dart',
  diff: 'diff patch',
  dockerfile: 'dockerfile containerfile',
  elixir: 'ex exs',
  elm: 'elm',
  erlang: 'erl hrl',
  fish: 'fish',
  fortran: 'f f77 f90 f95 f03 f08 for',
  fsharp: 'fs fsi fsx',
  gdscript: 'gd',
  glsl: 'glsl vert frag hlsl wgsl metal',
  go: 'go',
  graphql: 'graphql gql',
  groovy: 'groovy gradle',
  haskell: 'hs lhs',
  hcl: 'tf tfvars hcl',
  ini: 'ini cfg conf properties editorconfig desktop service env',
  java: 'java',
  javascript: 'js mjs cjs jsx',
  julia: 'jl',
  kotlin: 'kt kts',
  less: 'less',
  lisp: 'lisp lsp cl el scm rkt ss',
  lua: 'lua luau',
  make: 'mk mak makefile gnumakefile justfile',
  matlab: 'matlab',
  nim: 'nim',
  nix: 'nix',
  'objective-c': 'm mm',
  ocaml: 'ml mli',
  pascal: 'pas pp dpr lpr',
  perl: 'pl pm t',
  php: 'php phtml php5',
  powershell: 'ps1 psm1 psd1',
  prolog: 'pro prolog',
  protobuf: 'proto thrift',
  puppet: 'puppet',
  python: 'py pyi pyw bzl star',
  r: 'r',
  ruby: 'rb rake gemspec ru rakefile gemfile vagrantfile podfile brewfile',
  rust: 'rs',
  sass: 'sass scss styl',
  scala: 'scala sc sbt',
  solidity: 'sol',
  sql: 'sql ddl dml pgsql plsql',
  svelte: 'svelte',
  swift: 'swift',
  systemverilog: 'sv svh v vh',
  tcl: 'tcl',
  toml: 'toml',
  tsx: 'tsx',
  typescript: 'ts mts cts',
  vb: 'vb vbs bas cls',
  vhdl: 'vhd vhdl',
  vim: 'vim',
  vue: 'vue',
  xml: 'xml xsd xsl xslt xaml plist csproj fsproj vcxproj props targets resx wsdl',
  yaml: 'yaml yml',
  zig: 'zig',
}

/** Interpreters of scripts whose name says nothing. */
const interpreters: [RegExp, string][] = [
  [/^(?:ba|z|k|da|a)?sh$/, 'bash'],
  [/^(?:python|pypy)[\d.]*$/, 'python'],
  [/^(?:node|nodejs|bun)$/, 'javascript'],
  [/^(?:deno|tsx|ts-node)$/, 'typescript'],
  [/^ruby[\d.]*$/, 'ruby'],
  [/^perl[\d.]*$/, 'perl'],
  [/^php[\d.]*$/, 'php'],
  [/^(?:pwsh|powershell)$/, 'powershell'],
  [/^lua[\d.]*$/, 'lua'],
  [/^Rscript$/, 'r'],
  [/^(?:g|m)?awk$/, 'awk'],
  [/^(?:fish|groovy|julia|make|elixir|scala|swift)$/, ''],
]

const byExtension = new Map(
  Object.entries(extensions).flatMap(([language, names]) => names.split(' ').map((name) => [name, language])),
)

/** Names that say themselves what a file is, with or without an ending of their own (`Dockerfile.dev`). */
const wholeName =
  /^(dockerfile|containerfile|makefile|gnumakefile|justfile|rakefile|gemfile|vagrantfile|podfile|brewfile)(?:\.|$)/

/**
 * The language of a source file by its name, or by the interpreter that its first line names; null for what is no source
 * code. `head` is the beginning of the file as text.
 */
export function detectLanguage(name: string, head: string): string | null {
  const file = basename(name).toLowerCase()
  const whole = wholeName.exec(file)?.[1] ?? (file === 'cmakelists.txt' ? 'cmake' : null)
  // A dot file has no ending: `.editorconfig` is named by all of it.
  const ending = whole ?? (extname(file) || file).replace(/^\./, '')
  const known = byExtension.get(ending)
  if (known !== undefined) return known === 'objective-c' ? tellObjectiveC(head) : known
  return extname(file) === '' ? interpreterOf(head) : null
}

/** MATLAB has the same ending, and marks its comments with a percent sign. */
function tellObjectiveC(head: string): string {
  return /^\s*(?:%|function\b|classdef\b)/m.test(head) && !/^\s*(?:#import|@interface|@implementation)/m.test(head)
    ? 'matlab'
    : 'objective-c'
}

function interpreterOf(head: string): string | null {
  const line = /^#!\s*(\S+)(?:[^\S\n]+(?:-\S+[^\S\n]+)*(\S+))?/.exec(head)
  if (line === null) return null
  const first = basename(line[1] ?? '')
  const program = first === 'env' ? basename(line[2] ?? '') : first
  for (const [pattern, language] of interpreters) if (pattern.test(program)) return language || program
  return null
}
