import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** An empty folder for what tests compile, the same for the whole run. */
    buildFolder: string
  }
}

export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'fgs-contract-build-'))
  provide('buildFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
