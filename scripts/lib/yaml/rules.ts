import type { Rule } from '../check/rule.ts'

const error = { severity: 'error', enforced: 'check', waivable: false } as const
const warning = { ...error, severity: 'warning' } as const

/** What is wrong with a source whatever it says, or with an object whatever its kind. */
export const yamlRules = {
  TEXT_ENCODING: {
    ...error,
    why: 'kustomize drops or mangles bytes that are not UTF-8, and takes a byte order mark for a part of the first key',
    fix: 'save the file as UTF-8 without a byte order mark',
  },
  TEXT_CONTROL: {
    ...error,
    why: 'hidden characters forge lines, break parsers and hide what a reviewer would see',
    fix: 'delete the character',
  },
  TEXT_CRLF: {
    ...warning,
    why: 'every line shows as changed, and a script in a block keeps the carriage returns',
    fix: 'save the file with LF line ends',
  },
  TEXT_TRAILING: {
    ...warning,
    why: 'a block with trailing blanks is rendered as one quoted line that nobody can review',
    fix: 'delete the blanks at the end of the line',
  },
  ENV_FILE: {
    ...error,
    why: 'kustomize reads these lines as they are: no quotes, no blanks, no shell; what it takes for the value is what the app gets',
    fix: 'write key=value, each key once',
  },
  TEXT_CONFLICT: { ...error, why: 'a merge was not finished', fix: 'keep one side and delete the three marker lines' },
  YAML_SYNTAX: { ...error, why: 'nothing can be built from it', fix: 'correct it there or in the lines above' },
  YAML_TAB: { ...error, why: 'YAML indents with blanks alone', fix: 'replace the tab by blanks' },
  YAML_TEMPLATE: {
    ...error,
    why: 'nothing fills in templates here: the braces become a map, or reach the cluster as they are',
    fix: 'write the value, or quote it where an operator fills it in',
  },
  YAML_TAG: {
    ...error,
    why: 'readers differ on tags, and some build objects from them',
    fix: 'delete the tag; quote the value to make it text',
  },
  YAML_MERGE: {
    ...error,
    why: 'YAML 1.2 has no merge keys: kustomize merges them, other readers keep a key called <<',
    fix: 'write the keys out',
  },
  YAML_ANCHOR: { ...error, why: 'an alias without its anchor has no value', fix: 'correct the name or write the value out' },
  YAML_AMBIGUOUS: {
    ...error,
    why: 'YAML 1.1 and 1.2 read it as different values, and both are in use on the way to a cluster',
    fix: 'quote it if it is text',
  },
  YAML_FOLDED: {
    ...error,
    why: 'kustomize writes folded blocks anew and adds a blank line before every line that is indented more: the value changes',
    fix: 'write a literal block (|-)',
  },
  YAML_INTEGER: { ...error, why: 'JSON readers round whole numbers above 2^53', fix: 'quote it, or write a smaller number' },
  YAML_DOCUMENT: { ...error, why: 'only a map can be an object', fix: 'delete the document or write apiVersion, kind and metadata' },
  YAML_EMPTY: {
    ...error,
    why: 'kustomize accepts a file without objects as nothing',
    fix: 'write the object, or delete the file and its entry',
  },
  YAML_SEPARATOR: {
    ...error,
    why: 'two objects in one document: the last keys win silently or the build fails',
    fix: 'begin it with a line ---',
  },
  YAML_NAMELESS: { ...error, why: 'kustomize refuses the whole unit and names no file', fix: 'add what is missing' },
  KEY_DUPLICATE: { ...error, why: 'the last one wins silently', fix: 'delete one' },
  LIST_DUPLICATE: {
    ...error,
    why: 'kustomize keeps one of two elements with the same key, without a word, as soon as any patch passes by',
    fix: 'delete one, or give it a key of its own',
  },
  LIMIT_DEPTH: { ...error, why: 'parsers overflow on deep nesting', fix: 'flatten it' },
  LIMIT_ALIASES: { ...error, why: 'aliases that expand many times are how a small file takes all memory', fix: 'write the values out' },
  NAME_CASE: { ...error, why: 'on a disk that ignores case one file overwrites the other', fix: 'rename one' },
  NAME_CONTROL: { ...error, why: 'a name with hidden characters forges lines in logs and reports', fix: 'rename it' },
  QUANTITY_INVALID: {
    ...error,
    why: 'schemas take any text; the API server refuses it',
    fix: 'write a quantity like 500m, 2, 512Mi or 1Gi',
  },
  QUANTITY_ORDER: { ...error, why: 'the API server refuses a limit below its request', fix: 'raise the limit or lower the request' },
  REPLICAS_NEGATIVE: { ...error, why: 'the API server refuses it', fix: 'write 0 or more' },
  OBJECT_SIZE: { ...error, why: 'etcd refuses objects above 1 MiB', fix: 'split it' },
  ANNOTATION_SIZE: { ...error, why: 'the API server refuses annotations above 256 KiB in total', fix: 'move the text into a ConfigMap' },
} as const satisfies Record<string, Rule>

export type YamlCode = keyof typeof yamlRules
