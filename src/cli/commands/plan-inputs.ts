import { bundled, loadContract } from '../../contract/documents/index.ts'
import type { Contract } from '../../contract/model/index.ts'
import type { PlanningOptions } from '../../deployment/wiring/index.ts'
import { type Json, type JsonObject, parseJson } from '../../json/index.ts'
import { type CommandArguments, libraryNames } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import type { ConfiguredArguments } from './configured.ts'
import { givenCredentials } from './given-credentials.ts'
import { readGivenFile } from './read-given-file.ts'

/** The contract that `--spec` names, or the bundled one. Rejects with UsageError and ContractError. */
export async function specifiedContract({ spec }: Pick<CommandArguments<'verify'>, 'spec'>): Promise<Contract> {
  return spec === undefined ? bundled() : loadContract(spec)
}

/** The options that the library's `planVerification` takes. Throws UsageError. */
export function planningOptions(options: ConfiguredArguments) {
  const { param, body, operations } = options
  return {
    ...picked(options, libraryNames('plan')),
    param: Object.fromEntries(param ?? []),
    body: readBodies(body),
    operations:
      operations &&
      Object.fromEntries(
        [...operations].map(([id, values]) => [
          id,
          {
            ...values,
            param: values.param && Object.fromEntries(values.param),
            body: values.body && readBodies(values.body),
          },
        ]),
      ),
    ...givenCredentials(options, process.env),
  } satisfies PlanningOptions
}

/** Some members of an object. */
export function picked<T, Name extends keyof T>(object: T, names: readonly Name[]): Partial<Pick<T, Name>> {
  const members: Partial<Pick<T, Name>> = {}
  for (const name of names) members[name] = object[name]
  return members
}

/** Reads the files among bodies. A file that is not JSON is sent as it is. Throws UsageError. */
export function readBodies(bodies: readonly (string | JsonObject)[] = []): (Json | Uint8Array)[] {
  return bodies.map((file) => {
    if (typeof file !== 'string') return file
    const bytes = readGivenFile(file, (reason) => `--body ${file} cannot be read: ${reason}; give the path of a file.`)
    try {
      return parseJson(bytes.toString())
    } catch (error) {
      if (!file.toLowerCase().endsWith('.json')) return bytes
      throw new UsageError(`--body ${file} is not JSON: ${error instanceof Error ? error.message : error}.`)
    }
  })
}
