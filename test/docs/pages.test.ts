import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reporterNames } from '../../src/report/reporters/index.ts'
import { blocksOf, docPages, proseOf, sentencesOf, withBlocks } from '../support/doc-pages.ts'
import { projectFiles, root } from '../support/project-files.ts'

const pages = docPages()
const MOST_WORDS = 25
const README_LINES = 160

/** Every option of every command, as `--help` lists them, and one of Vitest's. */
const STORED = join(root, 'test/cli/commands/stored')
const OPTIONS = new Set(
  readdirSync(STORED)
    .filter((name) => name.startsWith('help.'))
    .flatMap((name) => readFileSync(join(STORED, name), 'utf8').match(/(?<=^ +(?:-\w, )?)--[a-z-]+/gm) ?? []),
)

/** GitHub's name of a heading's place. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

const headingsOf = (text: string): string[] => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)

test('the guide to CI says of each reporter what it writes', () => {
  const [, table = ''] =
    /^\| `--reporter` \|.*\n((?:\|.*\n)+)/m.exec(readFileSync(join(root, 'docs/guides/ci.md'), 'utf8')) ?? []
  expect([...table.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name)).toEqual(reporterNames)
})

describe('reading a page', () => {
  const page = {
    path: 'a.md',
    text: 'One.\n\n<!-- file: b.json -->\n```json\n{}\n```\nTwo.\n```sh\nls\n```\n',
  }
  const blocks = blocksOf(page.text)

  test('finds blocks and their hints', () =>
    expect(blocks).toEqual([
      { language: 'json', text: '{}\n', hint: { name: 'file', value: 'b.json' } },
      { language: 'sh', text: 'ls\n' },
    ]))

  test('writes blocks anew, and nothing else', () => {
    expect(withBlocks({ ...page, blocks }, ({ text }) => text)).toBe(page.text)
    expect(withBlocks({ ...page, blocks }, (_, index) => `${index}\n`)).toBe(
      'One.\n\n<!-- file: b.json -->\n```json\n0\n```\nTwo.\n```sh\n1\n```\n',
    )
  })

  test('tells prose and sentences', () => {
    expect(proseOf('# A b\n\nOne two. `Three`\nfour.\n\n- five\n- six\n\n| a |\n```sh\nls\n```\n')).toEqual([
      'A b',
      'One two. `Three` four.',
      'five',
      'six',
    ])
    expect(sentencesOf('One two. `Three. X` [four](five.md). Six: Seven')).toHaveLength(4)
  })
})

test('all pages are there', () => {
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'README.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'docs/architecture.md',
      'docs/decisions.md',
    ]),
  )
})

test(`the README has at most ${README_LINES} lines`, () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(README_LINES)
})

test('the architecture page has a line for each room of src/', () => {
  const rooms = new Set(
    projectFiles()
      .filter(({ path }) => path.startsWith('src/'))
      .map(({ path }) => path.split('/').slice(1, -1).join('/')),
  )
  const text = pages.find(({ path }) => path === 'docs/architecture.md')?.text ?? ''
  let wing = ''
  const listed = [...text.matchAll(/^\| (?:`([a-z]+)\/`)? ?\| (?:`([a-z]+)\/`)? ?\| \S/gm)].map(([, name, room]) => {
    wing = name ?? wing
    return room === undefined ? wing : `${wing}/${room}`
  })
  expect(listed.sort()).toEqual([...rooms].sort())
})

describe.each(pages.map((page) => [page.path, page] as const))('%s', (path, { text }) => {
  test('links to what is there', () => {
    const links = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    const broken = links
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [file = '', anchor] = link.split('#')
        const target = file === '' ? join(root, path) : join(root, dirname(path), file)
        if (!existsSync(target)) return true
        return (
          anchor !== undefined &&
          !headingsOf(readFileSync(target, 'utf8')).some((heading) => anchorOf(heading) === anchor)
        )
      })
    expect(broken).toEqual([])
  })

  test(`has sentences of at most ${MOST_WORDS} words`, () => {
    const long = proseOf(text)
      .flatMap(sentencesOf)
      .filter((sentence) => sentence.split(/\s+/).length > MOST_WORDS)
    expect(long).toEqual([])
  })

  test('names scripts that are there', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    )
    for (const [, script = ''] of text.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty(script)
  })

  test('names only options that --help lists', () => {
    const prose = withBlocks({ path, text, blocks: blocksOf(text) }, (block) =>
      block.language === 'console' ? block.text.replace(/^[^$].*\n/gm, '') : block.text,
    )
    const named = new Set(prose.replace(/^.*(?:npm|npx vitest|git|biome) .*$/gm, '').match(/(?<![\w-])--[a-z][a-z-]*/g))
    expect([...named].filter((option) => !OPTIONS.has(option) && option !== '--update')).toEqual([])
  })

  test('names files of the source that are there', () => {
    const named = [...text.matchAll(/`((?:src|test|specs|fixtures|docs)\/[\w./-]+)`/g)].map(([, name = '']) => name)
    // NAME stands for what a reader will write.
    const written = named.filter((name) => !name.includes('NAME'))
    expect(written.filter((name) => !existsSync(join(root, name)))).toEqual([])
  })
})
