import { existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { CommandArguments } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { CONFIG_FILES } from '../config/index.ts'
import { INIT_FILES } from './init-files.ts'
import { reasonOf, writeStdout } from './output.ts'

/** Writes all of its files or none. Throws UsageError. */
export function runInit({ force = false }: CommandArguments<'init'>): number {
  const rival = CONFIG_FILES.find((name) => !INIT_FILES.has(name) && existsSync(name))
  if (rival !== undefined)
    throw new UsageError(`${rival} is there already, and there can be only one configuration; nothing was written.`)
  const existing = new Set([...INIT_FILES.keys()].filter(exists))
  const [first] = existing
  if (first !== undefined && !force)
    throw new UsageError(`${first} is there already; nothing was written. Give --force to overwrite it.`)
  const written: string[] = []
  for (const [path, text] of INIT_FILES) {
    try {
      mkdirSync(dirname(path), { recursive: true })
      // Without --force, a file that somebody has created meanwhile stays as well.
      writeFileSync(path, text, { flag: force ? 'w' : 'wx' })
      written.push(path)
    } catch (error) {
      for (const created of written) if (!existing.has(created)) rmSync(created)
      throw new UsageError(`${path} cannot be written: ${reasonOf(error)}.`)
    }
  }
  writeStdout(
    [
      ...written.map((path) => `wrote ${path}`),
      'Next: npx fgs-contract plan; then set the variable DEPLOYMENT_URL and the secrets that the workflow names.',
      '',
    ].join('\n'),
  )
  return 0
}

/** True for a link that leads nowhere, too. */
function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}
