import { readlinkSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contract } from '../../contract/model/index.ts'
import { BASELINE_FILE } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import type { ConfiguredArguments } from './configured.ts'

/** A file that a run reads or writes, and what it is to the run, as in `the file of --body`. */
export interface RunFile {
  readonly file: string
  readonly what: string
}

type InputArguments = Pick<
  ConfiguredArguments,
  'body' | 'operations' | 'baseline' | 'ca' | 'cert' | 'key' | 'configFile'
>

/** Everything on this machine that a run takes from its user. */
export function inputFiles(contract: Contract, options: InputArguments = {}): RunFile[] {
  const { body = [], operations, baseline = BASELINE_FILE, ca, cert, key, configFile } = options
  const bodies = [...body, ...[...(operations?.values() ?? [])].flatMap((values) => values.body ?? [])]
  const named = [
    ...localFiles(contract).map((file) => [file, 'a file of the contract'] as const),
    ...bodies.flatMap((file) => (typeof file === 'string' ? [[file, 'the file of --body'] as const] : [])),
    [configFile, 'the configuration'] as const,
    [baseline, 'the baseline'] as const,
    [ca, 'the file of --ca'] as const,
    [cert, 'the file of --cert'] as const,
    [key, 'the file of --key'] as const,
  ]
  return named.flatMap(([file, what]) => (file === undefined ? [] : [{ file, what }]))
}

/** Refuses to write a report over an input or another report, however their paths are spelled. Throws UsageError. */
export function requireOwnFiles(
  reports: readonly { readonly name: string; readonly file: string }[],
  inputs: readonly RunFile[],
): void {
  const taken = new Map(inputs.flatMap(({ file, what }) => identitiesOf(file).map((identity) => [identity, what])))
  for (const { name, file } of reports) {
    const identities = identitiesOf(file)
    const what = identities.map((identity) => taken.get(identity)).find((other) => other !== undefined)
    if (what !== undefined)
      throw new UsageError(`--reporter ${name}=${file} would overwrite ${what}; give the report a file of its own.`)
    for (const identity of identities) taken.set(identity, `the report of --reporter ${name}`)
  }
}

const localFiles = ({ files = [] }: Contract): string[] =>
  files.flatMap((url) => (url.startsWith('file:') ? [fileURLToPath(url)] : []))

/** What two paths of one file have in common. Devices and pipes have nothing: many may write to them. */
function identitiesOf(file: string): string[] {
  const path = finalPath(file)
  try {
    const stat = statSync(path, { bigint: true })
    return stat.isFile() ? [path, `${stat.dev}:${stat.ino}`] : []
  } catch {
    return [path]
  }
}

const MOST_LINKS = 40

/** Where a path leads, through all links, even if there is nothing yet. */
function finalPath(file: string, links = 0): string {
  const path = resolve(file)
  try {
    return realpathSync(path)
  } catch {
    const here = join(realFolder(dirname(path)), basename(path))
    try {
      return links < MOST_LINKS ? finalPath(resolve(dirname(here), readlinkSync(here)), links + 1) : here
    } catch {
      return here
    }
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
