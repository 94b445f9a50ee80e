import type { Node } from 'web-tree-sitter'
import { tidyName } from './outline.ts'

/** Something that a name is given to. */
export type Declaration = {
  names: string[]
  /** Whether it is there to hold others: a class, a module, an implementation. */
  isContainer: boolean
  /** What stands inside it. */
  children: Node[]
}

/** Node types that hold other declarations, in any of the grammars: their names mean the same wherever they occur. */
const containers = new Set(
  `class_declaration abstract_class_declaration class_definition class_specifier struct_specifier union_specifier class
   interface_declaration enum_declaration record_declaration annotation_type_declaration struct_declaration
   record_struct_declaration namespace_declaration file_scoped_namespace_declaration namespace_definition
   internal_module module impl_item trait_item mod_item trait_declaration class_statement singleton_class
   media_statement supports_statement section extension_declaration`.split(/\s+/),
)

const functions = new Set(
  `function_declaration generator_function_declaration function_definition function_item function_statement
   method_declaration method_definition method singleton_method constructor_declaration
   compact_constructor_declaration destructor_declaration operator_declaration conversion_operator_declaration
   property_declaration indexer_declaration delegate_declaration local_function_statement class_method_definition
   enum_specifier enum_item struct_item union_item macro_definition type_item type_alias_declaration type_declaration
   type_definition enum_statement rule_set keyframes_statement preproc_function_def public_field_definition
   field_definition const_item static_item`.split(/\s+/),
)

/** Node types around a declaration that add a word to it: `export`, a decorator, `template <…>`. */
const wrappers = new Set([
  'export_statement',
  'decorated_definition',
  'template_declaration',
  'ambient_declaration',
  'expression_statement',
  'attributed_statement',
])

const imports = new Set(
  `import_statement import_from_statement future_import_statement import_declaration package_declaration
   package_clause using_directive preproc_include using_declaration use_declaration extern_crate_declaration
   namespace_use_declaration import_require_clause`.split(/\s+/),
)

/** Node types that hold statements without being declared themselves. */
const transparent = new Set(
  `ERROR preproc_if preproc_ifdef preproc_else preproc_elif linkage_specification declaration_list statement_list
   export_statement global_statement program block script_block script_block_body`.split(/\s+/),
)

const functionValues = new Set(['arrow_function', 'function_expression', 'generator_function', 'class', 'function'])

export function isComment(node: Node): boolean {
  return node.type.endsWith('comment')
}

export function isTransparent(node: Node): boolean {
  return transparent.has(node.type)
}

/** Languages without a word of their own for it bring in other files by a call. */
export function isImport(node: Node): boolean {
  if (imports.has(node.type)) return true
  if (node.endPosition.row - node.startPosition.row > largestRequire) return false
  return /^(?:(?:const|let|var) [^=]*= *(?:await )?(?:require|import)\(|require(?:_relative)?[ (]|require_once\b|include(?:_once)?\b|source \S|\. \S|export .* from )/.test(
    node.text,
  )
}

const largestRequire = 12

/** What a node declares; null when it declares nothing that has a name. */
export function declarationOf(node: Node): Declaration | null {
  const inner = unwrap(node)
  const names = namesOf(inner).map(tidyName)
  if (names.length === 0 || names.some((name) => name === '')) return null
  const value = givenValue(inner)
  const body = (value ?? inner).childForFieldName('body')
  const isContainer = containers.has(inner.type) || value?.type === 'class'
  return { names, isContainer, children: present((body ?? value ?? inner).namedChildren) }
}

export function present(nodes: readonly (Node | null)[]): Node[] {
  return nodes.filter((node) => node !== null)
}

function unwrap(node: Node): Node {
  if (!wrappers.has(node.type)) return node
  const fields = node.childForFieldName('declaration') ?? node.childForFieldName('definition')
  const inner = fields ?? present(node.namedChildren).findLast((child) => !isComment(child))
  return inner === undefined ? node : unwrap(inner)
}

function namesOf(node: Node): string[] {
  switch (node.type) {
    case 'lexical_declaration':
    case 'variable_declaration':
    case 'pair':
    case 'assignment_expression':
      return givenValue(node) === null ? [] : [nameOfValue(node)]
    // Of a function in C that is written elsewhere.
    case 'declaration':
    case 'field_declaration':
      return hasParameters(node) ? declaredNames(node) : []
    case 'impl_item':
      return [node.childForFieldName('type')?.text ?? '']
    case 'rule_set':
    case 'media_statement':
    case 'supports_statement':
    case 'keyframes_statement':
      return [node.text.slice(0, Math.max(0, node.text.indexOf('{')))]
    case 'section':
      return [present(node.namedChildren)[0]?.text.replace(/^\[|\]\s*$/g, '') ?? '']
    case 'type_declaration':
      return [firstOf(node, 'type_spec')?.childForFieldName('name')?.text ?? '']
    case 'singleton_class':
      return ['self']
    default:
      return functions.has(node.type) || containers.has(node.type) ? declaredNames(node) : []
  }
}

/** The last part of a qualified name is the declaration's own: `Parser::parse` is the method of a class. */
function declaredNames(node: Node): string[] {
  const receiver = node.childForFieldName('receiver')?.descendantsOfType('type_identifier')[0]?.text
  const own = nameNodeOf(node)?.text.split('::').filter(Boolean) ?? []
  return receiver === undefined ? own : [receiver, ...own]
}

/** In C the name stands inside the type: `int *(*name)(void)`. */
function nameNodeOf(node: Node): Node | null {
  if (node.type === 'qualified_identifier') return node
  const name = node.childForFieldName('name')
  if (name !== null) return name
  const declarator = node.childForFieldName('declarator')
  if (declarator !== null) return nameNodeOf(declarator)
  if (/identifier$|_name$|^operator|^destructor/.test(node.type)) return node
  return present(node.namedChildren).find((child) => /(?:^|_)(?:name|identifier)$/.test(child.type)) ?? null
}

function hasParameters(node: Node): boolean {
  const declarator = node.childForFieldName('declarator')
  return declarator !== null && (declarator.type === 'function_declarator' || hasParameters(declarator))
}

function nameOfValue(node: Node): string {
  const declarator = firstOf(node, 'variable_declarator') ?? node
  const named = declarator.childForFieldName('name') ?? node.childForFieldName('key') ?? node.childForFieldName('left')
  return named?.text ?? ''
}

/** The function or class that a variable, a key or a property is given. */
function givenValue(node: Node): Node | null {
  const declarator = firstOf(node, 'variable_declarator') ?? node
  const value = declarator.childForFieldName('value') ?? node.childForFieldName('right')
  return value !== null && functionValues.has(value.type) ? value : null
}

/** The node itself or the first one inside it of a type, two levels deep at most. */
function firstOf(node: Node, type: string): Node | null {
  if (node.type === type) return node
  for (const child of present(node.namedChildren)) {
    if (child.type === type) return child
    const below = present(child.namedChildren).find((grandchild) => grandchild.type === type)
    if (below !== undefined) return below
  }
  return null
}
