/** The imports, exports and names of a module, read from its text without a compiler. */
export interface SourceScan {
  readonly imports: readonly ModuleImport[]
  /** Names under which it exports, `default` and `*` included. */
  readonly exports: readonly string[]
  /** Whether it uses a name or a member outside of strings and comments: `process`, `Date.now`, `new Date()`. */
  uses(expression: string): boolean
}

export interface ModuleImport {
  /** Undefined if it is computed. */
  readonly specifier: string | undefined
  /** Whether it goes when the types are erased. */
  readonly typesOnly: boolean
}

interface Token {
  readonly kind: 'word' | 'string' | 'mark'
  readonly text: string
}

const DECLARATIONS = new Set(['function', 'class', 'const', 'let', 'var', 'interface', 'type', 'enum', 'namespace'])
const MODIFIERS = new Set(['async', 'abstract', 'declare', 'default'])

export function scanSource(text: string): SourceScan {
  const tokens = tokensOf(text)
  return { imports: importsOf(tokens), exports: exportsOf(tokens), uses: (expression) => isUsed(tokens, expression) }
}

const PATTERN =
  /(?<gap>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*")|(?<word>[\p{ID_Start}$_#][\p{ID_Continue}$]*)|(?<number>\d[\w.]*)|(?<mark>=>|\?\.|\.\.\.|[\s\S])/uy
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y
/** Words after which an expression begins, so that a slash begins a regular expression. */
const BEFORE_EXPRESSION = new Set(['return', 'typeof', 'case', 'in', 'of', 'await', 'yield', 'void', 'delete', 'else'])

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  /** Whether each open brace begins a block or a hole: a template goes on at the end of its hole. */
  const braces: ('block' | 'hole')[] = []
  let position = 0
  const template = (): void => {
    while (position < text.length) {
      if (text.startsWith('${', position)) {
        braces.push('hole')
        position += 2
        return
      }
      const character = text[position]
      position += character === '\\' ? 2 : 1
      if (character === '`') return
    }
  }
  while (position < text.length) {
    if (
      text[position] === '/' &&
      !text.startsWith('//', position) &&
      !text.startsWith('/*', position) &&
      beginsExpression(tokens)
    ) {
      REGEX.lastIndex = position
      const regex = REGEX.exec(text)
      if (regex) {
        position = REGEX.lastIndex
        tokens.push({ kind: 'mark', text: 'regex' })
        continue
      }
    }
    PATTERN.lastIndex = position
    const { gap, string, word, number, mark } = PATTERN.exec(text)?.groups ?? {}
    position = PATTERN.lastIndex
    if (gap !== undefined) continue
    if (string !== undefined) tokens.push({ kind: 'string', text: string.slice(1, -1) })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else if (number !== undefined) tokens.push({ kind: 'mark', text: 'number' })
    else if (mark === '`') {
      tokens.push({ kind: 'mark', text: 'template' })
      template()
    } else if (mark === '}' && braces.pop() === 'hole') template()
    else if (mark !== undefined) {
      if (mark === '{') braces.push('block')
      tokens.push({ kind: 'mark', text: mark })
    }
  }
  return tokens
}

function beginsExpression(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1)
  if (last === undefined) return true
  if (last.kind === 'word') return BEFORE_EXPRESSION.has(last.text)
  return last.kind === 'mark' && ![')', ']', '}', 'number', 'regex', 'template'].includes(last.text)
}

function importsOf(tokens: readonly Token[]): ModuleImport[] {
  const imports: ModuleImport[] = []
  const text = (index: number): string => tokens[index]?.text ?? ''
  const isMark = (index: number, mark: string): boolean => tokens[index]?.kind === 'mark' && text(index) === mark
  const isWord = (index: number, word: string): boolean => tokens[index]?.kind === 'word' && text(index) === word
  const stringAt = (index: number): string | undefined =>
    tokens[index]?.kind === 'string' ? tokens[index].text : undefined
  /** The index behind the parenthesis that closes the one at `index`. */
  const behind = (index: number): number => {
    let depth = 0
    for (let end = index; end < tokens.length; end++) {
      if (isMark(end, '(')) depth++
      if (isMark(end, ')') && --depth === 0) return end + 1
    }
    return tokens.length
  }
  /** The module named after the next `from`, in a statement of names, commas, braces and stars. */
  const from = (index: number): string | undefined => {
    for (let end = index; end < tokens.length; end++) {
      if (isWord(end, 'from') && stringAt(end + 1) !== undefined) return stringAt(end + 1)
      if (tokens[end]?.kind === 'mark' && !['{', '}', ',', '*'].includes(text(end))) return undefined
    }
    return undefined
  }
  const loaders = new Set(['require'])
  for (const index of tokens.keys())
    if (isWord(index, 'createRequire') && isMark(index - 1, '=') && !isMark(behind(index + 1), '('))
      loaders.add(text(index - 2))

  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || isMark(index - 1, '.')) continue
    if (token.text === 'import') {
      if (isMark(index + 1, '.')) continue
      if (isMark(index + 1, '('))
        imports.push({ specifier: stringAt(index + 2), typesOnly: isTypePosition(tokens, index) })
      else if (tokens[index + 1]?.kind === 'string') imports.push({ specifier: text(index + 1), typesOnly: false })
      else {
        const specifier = from(index + 1)
        const typesOnly = isWord(index + 1, 'type') && !isWord(index + 2, 'from') && !isMark(index + 2, ',')
        if (specifier !== undefined) imports.push({ specifier, typesOnly })
      }
    } else if (token.text === 'export') {
      const typesOnly = isWord(index + 1, 'type')
      const start = typesOnly ? index + 2 : index + 1
      const specifier = isMark(start, '{') || isMark(start, '*') ? from(start) : undefined
      if (specifier !== undefined) imports.push({ specifier, typesOnly })
    } else if (token.text === 'createRequire' && isMark(index + 1, '(')) {
      const call = behind(index + 1)
      if (isMark(call, '(')) imports.push({ specifier: stringAt(call + 1), typesOnly: false })
    } else if (loaders.has(token.text) && isMark(index + 1, '(') && !isMark(index - 1, '=>'))
      imports.push({ specifier: stringAt(index + 2), typesOnly: false })
  }
  return imports
}

/** `typeof import('x')`, or `import('x').Name` in place of a type. A module that is loaded is awaited or chained. */
function isTypePosition(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]
  if (before?.text === 'typeof') return true
  const isTyped = before?.kind === 'mark' && [':', '|', '<', '&'].includes(before.text)
  const member = tokens[index + 5]?.text
  return isTyped && tokens[index + 4]?.text === '.' && member !== 'then'
}

function exportsOf(tokens: readonly Token[]): string[] {
  const names: string[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || token.text !== 'export' || tokens[index - 1]?.text === '.') continue
    let position = index + 1
    if (tokens[position]?.text === 'default') names.push('default')
    while (MODIFIERS.has(tokens[position]?.text ?? '')) position++
    const next = tokens[position]
    const list = next?.text === 'type' && tokens[position + 1]?.text === '{' ? position + 1 : position
    if (tokens[list]?.text === '{') names.push(...listedNames(tokens, list))
    else if (next?.text === '*')
      names.push(tokens[position + 1]?.text === 'as' ? (tokens[position + 2]?.text ?? '*') : '*')
    else if (next !== undefined && DECLARATIONS.has(next.text)) {
      const name = tokens[position + 1]?.text === '*' ? tokens[position + 2] : tokens[position + 1]
      if (name?.kind === 'word') names.push(name.text)
    }
  }
  return names
}

/** The names of `{ a, b as c, type D }`. */
function listedNames(tokens: readonly Token[], open: number): string[] {
  const names: string[] = []
  for (let index = open + 1; index < tokens.length; index++) {
    const next = tokens[index + 1]?.text
    if (tokens[index]?.kind === 'word' && (next === ',' || next === '}')) names.push(tokens[index]?.text ?? '')
    if (tokens[index]?.text === '}') break
  }
  return names
}

/** Whether the tokens of an expression follow each other, and are neither a member nor a key of something else. */
function isUsed(tokens: readonly Token[], expression: string): boolean {
  const sequence = tokensOf(expression)
  const isMember = (index: number): boolean => {
    const before = tokens[index - 1]?.text
    return (before === '.' || before === '?.') && tokens[index - 2]?.text !== 'globalThis'
  }
  const isKey = (index: number, end: number): boolean =>
    tokens[end]?.text === ':' && ['{', ','].includes(tokens[index - 1]?.text ?? '')
  return tokens.some(
    (_, index) =>
      sequence.every(({ kind, text }, offset) => {
        const token = tokens[index + offset]
        return token?.kind === kind && token.text === text
      }) &&
      !isMember(index) &&
      !isKey(index, index + sequence.length),
  )
}
