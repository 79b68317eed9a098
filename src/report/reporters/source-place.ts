import type { Finding, LedgerRow } from '../results/index.ts'

/** Where the contract says something: `contract.yaml:23`, or a pointer instead if the line is not known. */
export const sourcePlace = ({ file, pointer, line }: LedgerRow['source']): string =>
  line === undefined ? `${file}#${pointer}` : `${file}:${line}`

/** One letter before the colon is a Windows drive (`C:`); a URL scheme has at least two. */
export const isUrl = (file: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(file)

/** The path of a source's file with forward slashes, on every system. */
export const slashed = (file: string): string => file.replaceAll('\\', '/')

/** A source file as a URI reference (RFC 3986). A relative path stays relative. */
export function sourceFileUri(file: string): string {
  const text = file.toWellFormed()
  if (isUrl(text)) return URL.canParse(text) ? new URL(text).href : encodeURI(text)
  const path = slashed(text)
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
  if (/^[a-z]%3A\//i.test(path)) return `file:///${path.replace('%3A', ':')}`
  return path.startsWith('/') ? `file://${path}` : path
}

/**
 * Finds where the contract says what a finding is about: at its constraint. A finding about a case breaks no constraint;
 * it is located at the method of its operation.
 */
export function findingLocator(rows: readonly LedgerRow[]): (finding: Finding) => LedgerRow['source'] | undefined {
  const byId = new Map(rows.map((row) => [row.id, row.source]))
  return ({ subject, operation }) =>
    byId.get(subject.kind === 'constraint' ? subject.constraint : `${operation} request method`)
}
