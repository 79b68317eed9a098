export { type ConfigPlace, folderOf, members, record, refuse, within } from './config-place.ts'
export { requireFieldValue } from './header-field.ts'
export type { FromEnvironment, Text, TokenSource, Tokens } from './kinds.ts'
export { nearName } from './near-name.ts'
export type { OAuthSecrets } from './oauth-secrets.ts'
export { COMMAND_NAMES, type CommandName } from './option.ts'
export type { Reading } from './option-kind.ts'
export {
  type CommandArguments,
  type CommandOption,
  type ConfigurationOptions,
  commandOptions,
  configuredNames,
  flagOf,
  type LibraryOperationOptions,
  type LibraryOptions,
  libraryNames,
  type NameIn,
  namesIn,
  type OptionName,
  type OptionValue,
  rivalsOf,
} from './option-names.ts'
export { BASELINE_FILE, OPTIONS, RUNS_IN_MODE_RANDOM, RUNS_ON_LOOPBACK } from './options.ts'
export type { OwnFormat, OwnFormats } from './own-formats.ts'
export { requireCount } from './require-count.ts'
export { requireLibraryOptions } from './require-library-options.ts'
export type { OwnChecks } from './rule-kinds.ts'
export { seedOf } from './seed.ts'
