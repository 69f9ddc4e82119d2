/** What the page shows, as it stands in it. Rows are a sign and a text: `+`, `-`, blank, or `@` for a place in a longer text. */
export type PageRow = [sign: string, text: string]
export type PageHunk = { title: string; note: string; rows: PageRow[] }
export type PageCard = {
  /** The same for the same change in any report, so that a link to it stays good. */
  id: string
  section: string
  badge: string
  title: string
  note: string
  lines: string[]
  places: string[]
  units: string[]
  hunks: PageHunk[]
}
export type PageData = {
  sides: [base: string, head: string]
  incomplete: string[]
  /** Number and word: `3 changes`. */
  counts: { count: number; of: string; tone: string }[]
  labels: string[]
  sections: { id: string; title: string }[]
  cards: PageCard[]
  facts: { name: string; value: string }[]
}
