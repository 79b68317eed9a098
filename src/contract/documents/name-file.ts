import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ContractError } from '../model/index.ts'
import type { LoadedFile } from '../openapi/index.ts'

/** The absolute URL of what a user names: a path or a URL. Throws ContractError if it is a URL that cannot be one. */
export function urlOf(name: string): string {
  // One letter before the colon is a Windows drive (`C:`); a URL scheme has at least two.
  if (!/^[a-z][a-z\d+.-]+:/i.test(name)) return pathToFileURL(resolve(name)).href
  try {
    const url = new URL(name)
    url.hash = ''
    return url.href
  } catch {
    throw new ContractError('this is no URL; correct it, or name a path', { file: name })
  }
}

/** Names a file as the user named the root: by URL, from the working directory, or by absolute path. */
export function nameFile(root: LoadedFile, url: string): string {
  if (!url.startsWith('file:') || /^file:/i.test(root.name)) return url
  const path = localPath(url)
  if (path === undefined) return url
  if (isAbsolute(root.name) || !root.url.startsWith('file:')) return path
  const directory = dirname(fileURLToPath(root.url))
  return join(dirname(root.name), relative(directory, path)).replaceAll('\\', '/')
}

/** Undefined for a URL with a host, or with an escaped slash: no path on this machine. */
function localPath(url: string): string | undefined {
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}
