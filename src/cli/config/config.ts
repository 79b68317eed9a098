import type { JsonObject } from '../../json/index.ts'

/** The value of an environment variable, which has to be set. */
export interface FromEnvironment {
  readonly env: string
}

/** A text, or the variable that holds it. */
export type Text = string | FromEnvironment

/** What an operation is verified with in place of what holds for all. */
export interface OperationConfig {
  /** Values that the deployment knows, by parameter; those of other parameters stay. */
  readonly param?: { readonly [name: string]: Text | readonly Text[] }
  /** Bodies that the operation accepts: files, or values as they are. */
  readonly body?: string | JsonObject | readonly (string | JsonObject)[]
  /** Random conforming requests, and as many that break one thing. */
  readonly runs?: number
}

/**
 * The options of `fgs-contract verify` and `plan`, by the same names. What the command line says wins. Files are
 * relative to the configuration's own folder.
 */
export interface Config {
  /** OpenAPI document, a file or a URL. Default: the bundled contract. */
  readonly spec?: Text
  /** Base URL of the deployment. Default: the embedded mock. */
  readonly target?: Text
  /** Values that the deployment knows, by parameter; each is exercised. */
  readonly param?: { readonly [name: string]: Text | readonly Text[] }
  /** Bodies that the deployment accepts: files, or values as they are; each is exercised. */
  readonly body?: string | JsonObject | readonly (string | JsonObject)[]
  /** A token, or what gives one: asked before the first request, and once more after a 401. Never shown. */
  readonly token?: Text | (() => string | Promise<string>)
  /** A command of the shell that prints a token. */
  readonly tokenCommand?: string
  /** Access key and secret key of Huawei Cloud, to sign each request. Never shown. */
  readonly ak?: Text
  readonly sk?: Text
  /** Headers of every request, by name. Never shown. */
  readonly header?: { readonly [name: string]: Text | readonly Text[] }
  /** Random conforming requests, and as many that break one thing. Default: 50 on loopback, else 0. */
  readonly runs?: number
  /** Of the random requests. Default 1. */
  readonly seed?: number | 'random'
  /** Never send more requests than this. */
  readonly maxRequests?: number
  /** Never send more requests that may be executed. */
  readonly maxExecutions?: number
  /** Only operations with one of these ids, paths, methods or tags; `*` stands for any text. */
  readonly include?: string | readonly string[]
  readonly exclude?: string | readonly string[]
  /** PEM files: authorities to trust, a client certificate and its key. */
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** Requests under way at once. Default 4. */
  readonly concurrency?: number
  /** For one whole exchange: milliseconds, or a text such as `30s`, which is the default. */
  readonly timeout?: number | string
  /** At most so many requests a second: a number, or a text such as `5/s`. */
  readonly rate?: number | string
  /** How long to wait for a target that is not up yet: milliseconds, or a text such as `60s`. */
  readonly wait?: number | string
  /** Send nothing more after this: milliseconds, or a text such as `5m`. */
  readonly maxTime?: number | string
  /** What must be held for the run to pass: a percentage, such as `95%`, or ids of constraints; `*` stands for any text. */
  readonly requireHeld?: string | readonly string[]
  /** File of the findings that are known, which fail no run. Default: `fgs-contract.baseline.json`, if it is there. */
  readonly baseline?: string
  /** Whether what the baseline has, and is not there any more, fails the run. */
  readonly strictBaseline?: boolean
  /** `NAME` or `NAME=FILE`. */
  readonly reporter?: string | readonly string[]
  /** Only findings and the verdict; every request, and every untested constraint; colours. */
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color?: boolean
  /** By operation id. */
  readonly operations?: { readonly [id: string]: OperationConfig }
}

/** Gives a configuration back as it is: an editor then knows what may stand in it. */
export const defineConfig = (config: Config): Config => config
