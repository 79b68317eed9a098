import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { withoutCredentials } from '../../http/index.ts'
import { ContractError } from '../model/index.ts'
import type { LoadedFile } from '../openapi/index.ts'

/** The absolute URL of what a user names: a path or a URL. Throws ContractError if it is a URL that cannot be one. */
export function urlOf(name: string): string {
  if (name.startsWith('\\\\')) {
    const advice = 'copy the file here, or name an http: or https: URL'
    throw new ContractError(`this is a path on another machine (UNC); ${advice}`, { file: name })
  }
  // One letter before the colon is a Windows drive (`C:`); a URL scheme has at least two.
  if (!/^[a-z][a-z\d+.-]+:/i.test(name)) return pathToFileURL(resolve(name)).href
  try {
    const url = new URL(name)
    url.hash = ''
    const local = url.protocol === 'file:' ? pathOf(url.href) : {}
    if ('flaw' in local) throw new ContractError(`cannot be read: ${local.flaw}`, { file: name })
    return url.href
  } catch (error) {
    if (error instanceof ContractError) throw error
    throw new ContractError('this is no URL; correct it, or name a path', { file: name })
  }
}

/** The folder of a file on this machine, without links on the way to it; undefined if it is on the web. */
export async function folderOf(url: string): Promise<string | undefined> {
  const local = url.startsWith('file:') ? pathOf(url) : undefined
  if (local === undefined || 'flaw' in local) return undefined
  const folder = dirname(local.path)
  // A text that is given may have a name that is none of a file.
  return await realpath(folder).catch(() => folder)
}

/** The path of a file on this machine, or why a `file:` URL is of none: a clause that follows "because". */
export function pathOf(url: string): { readonly path: string } | { readonly flaw: string } {
  const { hostname } = new URL(url)
  // Windows would ask that machine for it.
  if (hostname !== '')
    return { flaw: `it is on another machine, ${hostname}; copy it here, or refer to it by http: or https:` }
  try {
    return { path: fileURLToPath(url) }
  } catch {
    return { flaw: 'no path on this machine is written so; write a slash as it is, and not as %2F' }
  }
}

/** Names a file as the user named the root: by URL, from the working directory, or by absolute path. */
export function nameFile(root: LoadedFile, url: string): string {
  const local = url.startsWith('file:') ? pathOf(url) : undefined
  if (local === undefined || 'flaw' in local || /^file:/i.test(root.name)) return withoutCredentials(url)
  const { path } = local
  if (isAbsolute(root.name) || !root.url.startsWith('file:')) return path
  const directory = dirname(fileURLToPath(root.url))
  return join(dirname(root.name), relative(directory, path)).replaceAll('\\', '/')
}
