import { projectFiles } from './project-files.ts'

/** A page of the documentation, and what stands in its fences. */
export interface DocPage {
  /** From the root: `docs/guides/mock.md`. */
  readonly path: string
  readonly text: string
  readonly blocks: readonly DocBlock[]
}

/**
 * Three backticks and a language. A comment on the line before (`<!-- deployment: faulty -->`) says what a test of it
 * needs to know, and no reader.
 */
export interface DocBlock {
  readonly language: string
  readonly text: string
  /** Of the comment before it: `deployment`, `faulty`. */
  readonly hint?: { readonly name: string; readonly value: string }
}

const BLOCK = /^(?:<!-- ([\w-]+): (.+?) -->\n)?```(\w+)\n([\s\S]*?)^```$/gm

export const docPages = (): DocPage[] =>
  projectFiles()
    .filter(({ path }) => /^(?:README|CONTRIBUTING|SECURITY)\.md$|^docs\/.*\.md$/.test(path))
    .map(({ path, text }) => ({ path, text, blocks: blocksOf(text) }))

export const blocksOf = (page: string): DocBlock[] =>
  [...page.matchAll(BLOCK)].map(([, name, value, language = '', text = '']) => ({
    language,
    text,
    ...(name !== undefined && value !== undefined && { hint: { name, value } }),
  }))

/** The page with each block's text as `rewrite` gives it. */
export function withBlocks(page: DocPage, rewrite: (block: DocBlock, index: number) => string): string {
  let index = 0
  return page.text.replace(BLOCK, (whole, ...rest) => {
    const block = page.blocks[index]
    const before = String(rest[3])
    return block ? `${whole.slice(0, whole.length - before.length - 3)}${rewrite(block, index++)}\`\`\`` : whole
  })
}

/** The prose of a page, a paragraph, list item or heading each: without code, tables and comments. */
export function proseOf(page: string): string[] {
  const lines = page
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n')
    .filter((line) => !line.startsWith('|'))
  return lines
    .join('\n')
    .replace(/^(?:- |\d+\. |#+ )/gm, '\n\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')
}

/** Its sentences, in words: `code`, links and names count as what is read. */
export const sentencesOf = (paragraph: string): string[] =>
  paragraph
    .replace(/`[^`]*`/g, 'code')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/(?<=[.!?:;])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
