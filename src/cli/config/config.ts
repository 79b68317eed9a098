import type { ConfigurationOptions } from '../../options/index.ts'

/** Options for one operation alone. They replace those that hold for all. */
export interface OperationConfig extends ConfigurationOptions<'operation'> {}

/**
 * The options of `fgs-contract verify` and `plan`, under the same names. The command line wins. Paths of files are
 * relative to the folder of the configuration.
 */
export interface Config extends ConfigurationOptions<'configuration'> {
  /** By operation id. */
  readonly operations?: { readonly [id: string]: OperationConfig }
}

/** Returns a configuration as it is: it lets an editor know what may stand in it. */
export const defineConfig = (config: Config): Config => config
