import { folderOf, refuse, rivalsOf } from '../../options/index.ts'
import { findConfigFile, loadConfigFile } from './config-file.ts'
import { type ConfigValues, readConfig } from './config-values.ts'

/** Where to look for a configuration, and which options the command line gives. */
export interface ConfigSource {
  /** The file that the user named. Without it, the configuration in the working directory is used. */
  readonly file?: string | undefined
  readonly workingDirectory: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether what stands at a key is about the command; all is, if it is left out. What is not is not even read. */
  isAbout?(key: string): boolean
  /**
   * Whether the command line gives an option, or for `param` and `header` the one with that name. Then the configuration's
   * value is not even read.
   */
  isGiven(option: string, name?: string): boolean
}

export interface LoadedConfig {
  /** The file, as the user would name it. */
  readonly file: string
  readonly values: ConfigValues
}

/** Loads and checks the configuration; undefined if there is none. Rejects with UsageError that names file and key. */
export async function loadConfig(source: ConfigSource): Promise<LoadedConfig | undefined> {
  const { workingDirectory, env } = source
  const file = source.file ?? findConfigFile(workingDirectory)
  if (file === undefined) return undefined
  const isGiven = (option: string, name?: string): boolean =>
    source.isAbout?.(option) === false ||
    source.isGiven(option, name) ||
    rivalsOf(option).some((rival) => source.isGiven(rival))
  const place = { file, folder: folderOf(file, workingDirectory), key: '', env, isGiven }
  const value = await loadConfigFile(file, workingDirectory)
  if (value === undefined) refuse(place, 'is missing; write export default defineConfig({ … }).')
  return { file, values: readConfig(value, place) }
}
