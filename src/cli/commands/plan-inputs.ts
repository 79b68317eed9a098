import { readFileSync } from 'node:fs'
import { bundled, loadContract } from '../../contract/documents/index.ts'
import type { Contract } from '../../contract/model/index.ts'
import type { PlanningOptions } from '../../deployment/options/index.ts'
import type { Json, JsonObject } from '../../json/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { givenCredentials } from './given-credentials.ts'
import type { PlanArguments } from './plan-options.ts'

export async function contractOf({ spec }: Pick<PlanArguments, 'spec'>): Promise<Contract> {
  // An unset variable of the shell, most likely: the bundled contract would not be what was meant.
  if (spec === '') throw new UsageError('--spec is empty; give a file or a URL, or leave it out.')
  return spec === undefined ? bundled() : loadContract(spec)
}

/** The same in the library's words. Throws UsageError. */
export function planningOptions(options: PlanArguments): PlanningOptions {
  const { target, param, body, runs, seed, maxRequests, maxExecutions, include, exclude, header, operations } = options
  return {
    target,
    param: Object.fromEntries(param ?? []),
    body: readBodies(body),
    runs,
    seed,
    maxRequests,
    maxExecutions,
    include,
    exclude,
    header,
    operations:
      operations &&
      Object.fromEntries(
        [...operations].map(([id, own]) => [
          id,
          { param: own.param && Object.fromEntries(own.param), body: own.body && readBodies(own.body), runs: own.runs },
        ]),
      ),
    ...givenCredentials(options, process.env),
  }
}

/** Reads the files among bodies: values of JSON, or what is sent as it is. Throws UsageError. */
export function readBodies(bodies: readonly (string | JsonObject)[] = []): (Json | Uint8Array)[] {
  return bodies.map((file) => {
    if (typeof file !== 'string') return file
    const bytes = (() => {
      try {
        return readFileSync(file)
      } catch {
        throw new UsageError(`--body ${file} cannot be read; give the path of a file.`)
      }
    })()
    try {
      const value: Json = JSON.parse(bytes.toString())
      return value
    } catch (error) {
      if (!file.toLowerCase().endsWith('.json')) return bytes
      throw new UsageError(`--body ${file} is not JSON: ${error instanceof Error ? error.message : error}.`)
    }
  })
}
