import type { Contract } from '../../contract/model/index.ts'

/** The paths of the contract's servers, without a slash at the end; the empty one left out. */
export function basePathsOf({ servers, operations }: Contract): string[] {
  const all = [...servers, ...operations.flatMap((operation) => operation.servers)]
  const paths = all.flatMap((server) => {
    try {
      return [new URL(server, 'http://localhost').pathname.replace(/\/+$/, '')]
    } catch {
      return []
    }
  })
  return [...new Set(paths)].filter((path) => path !== '')
}

/** What a request may be for: its target as it stands, then what is below each base path that it begins with. */
export const belowBasePaths = (basePaths: readonly string[], target: string): string[] => [
  target,
  ...basePaths.flatMap((base) => (target.startsWith(`${base}/`) ? [target.slice(base.length)] : [])),
]
