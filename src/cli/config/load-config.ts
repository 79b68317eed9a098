import { folderOf, refuse, rivalsOf } from '../../options/index.ts'
import { findConfigFile, loadConfigFile } from './config-file.ts'
import { type ConfigValues, readConfig } from './config-values.ts'

/** Where a configuration is looked for, and what the command line has already decided. */
export interface ConfigSource {
  /** The file that the user named; without it, the one in the working directory. */
  readonly file?: string | undefined
  readonly workingDirectory: string
  readonly env: Readonly<Record<string, string | undefined>>
  /**
   * Whether the command line gives an option or, of `param` and `header`, the one of that name: what the configuration
   * says of it is not even read.
   */
  isGiven(option: string, name?: string): boolean
}

export interface LoadedConfig {
  /** As the user would name it. */
  readonly file: string
  readonly values: ConfigValues
}

/** Loads and checks the configuration; undefined where there is none. Rejects with UsageError that names file and key. */
export async function loadConfig(source: ConfigSource): Promise<LoadedConfig | undefined> {
  const { workingDirectory, env } = source
  const file = source.file ?? findConfigFile(workingDirectory)
  if (file === undefined) return undefined
  const isGiven = (option: string, name?: string): boolean =>
    source.isGiven(option, name) || rivalsOf(option).some((rival) => source.isGiven(rival))
  const place = { file, folder: folderOf(file, workingDirectory), key: '', env, isGiven }
  const value = await loadConfigFile(file, workingDirectory)
  if (value === undefined) refuse(place, 'is missing; write export default defineConfig({ … }).')
  return { file, values: readConfig(value, place) }
}
