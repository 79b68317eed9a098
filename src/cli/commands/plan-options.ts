import type { Command } from 'commander'
import type { HeaderList } from '../../http/index.ts'
import type { JsonObject } from '../../json/index.ts'
import { collect, parseCount, parseHeader, parseParameter, parseSeed } from './arguments.ts'
import type { CredentialArguments } from './given-credentials.ts'

export interface OperationArguments {
  readonly param?: ReadonlyMap<string, readonly string[]> | undefined
  readonly body?: readonly (string | JsonObject)[] | undefined
  readonly runs?: number | undefined
}

/** What `verify` and `plan` both take: everything that decides what is sent. */
export interface PlanArguments extends CredentialArguments {
  readonly spec?: string | undefined
  readonly target?: string | undefined
  readonly param?: ReadonlyMap<string, readonly string[]> | undefined
  /** Paths of files, or values as they are. */
  readonly body?: readonly (string | JsonObject)[] | undefined
  readonly runs?: number | undefined
  readonly seed?: number | 'random' | undefined
  readonly maxRequests?: number | undefined
  readonly maxExecutions?: number | undefined
  readonly include?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  readonly header?: HeaderList | undefined
  /** Of the configuration alone, by operation id. */
  readonly operations?: ReadonlyMap<string, OperationArguments> | undefined
  /** A file; false for none. */
  readonly config?: string | boolean | undefined
}

export function addPlanOptions(command: Command): Command {
  return command
    .option('--spec <file|url>', 'OpenAPI document, JSON or YAML (default: the bundled contract)')
    .option('--target <url>', 'base URL of the deployment; replaces the server URL whole (default: the embedded mock)')
    .option(
      '--param <name=value>',
      'a value that the deployment knows; may be repeated, all are exercised',
      parseParameter,
    )
    .option('--body <file>', 'a body that the deployment accepts, as JSON or as it is sent; may be repeated', collect)
    .option('--token <token>', 'credential for the place that the contract names (or FGS_CONTRACT_TOKEN); never shown')
    .option('--token-command <command>', 'prints a token; run before the first request, and once more after a 401')
    .option('--ak <key>', 'access key of Huawei Cloud, to sign each request (or FGS_CONTRACT_AK); never shown')
    .option('--sk <key>', 'its secret key (or FGS_CONTRACT_SK); never shown')
    .option("--header <'K: V'>", 'header of every request; may be repeated; its value is never shown', parseHeader)
    .option(
      '--runs <n>',
      'random conforming requests, and as many that break one thing (default: 50 on loopback, else 0)',
      parseCount,
    )
    .option('--seed <n|random>', 'seed of the random requests (default: 1)', parseSeed)
    .option('--max-requests <n>', 'never send more requests than this', parseCount)
    .option(
      '--max-executions <n>',
      'never send more requests that may be executed; 0 sends only what must be refused',
      parseCount,
    )
    .option('--include <pattern>', 'only operations with this id, path, method or tag; * stands for any text', collect)
    .option('--exclude <pattern>', 'no operations with this id, path, method or tag', collect)
    .option('--config <file>', 'options by the same names (default: fgs-contract.config.ts, .js, .mjs or .json here)')
    .option('--no-config', 'no configuration, even where there is one')
}
