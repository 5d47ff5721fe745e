/** What guide_engine.browser.view and tell answer; the words of knowledge/LANG/ui.toml and tell.toml. */

export type Words = Record<string, Record<string, string>>;

export interface Evidence {
  id: string;
  layer: string;
  quote: string;
  line: number | null;
  supports: string[];
  weight: number;
  forgeable: boolean;
}

export interface Action {
  id: string;
  urgency: string;
  title: string;
  why: string | null;
  source: string | null;
}

export interface Question {
  id: string;
  text: string;
  answers: { value: string; text: string }[];
}

export interface Diagnosis {
  kind: string;
  reporter: { family: string; host: string | null; relation: string };
  recipients: unknown[];
  returned: { from: string | null; to: string | null; subject: string | null; date: string | null } | null;
  origin: string;
  verdict: string;
  confidence: string;
  evidence: Evidence[];
  questions: Question[];
  actions: Action[];
  warnings: string[];
}

export interface Notice {
  address: string | null;
  status: string | null;
  reply_code: string | null;
  reason: string;
  host: string | null;
  diagnostic: string | null;
  reached: boolean;
  words: Record<string, string>;
}

export interface View {
  cause: Record<string, string>;
  notice: Notice[];
  evidence: Record<string, string>[];
  home: string[];
  home_named: boolean;
  provider: Record<string, string>;
  why: Record<string, string>;
  asked: Record<string, Question>;
  sources: Record<string, { text: string; foreign: boolean }>;
  layers: [number, string][];
  lines: { line: number | null; quote: string; text: string }[];
}

export interface Answered {
  question: Question;
  value: string;
}

/** What a result needs to be drawn, and what its buttons do. */
export interface Scene {
  words: Words;
  lang: string;
  text: string;
  sample: boolean;
  answered: Answered[];
  answer(id: string, value: string | null): void;
  name(home: string): void;
  redact(): void;
  csv(): void;
}

// ---- stories -------------------------------------------------------------------------------------

export type Kind = "events" | "causes" | "actions" | "lessons";

/** kind -> number of the item -> what its author says of it; "quote" names the item, whatever its number. */
export type Edits = Partial<Record<Kind, Record<string, { quote: string; [change: string]: unknown }>>>;

export interface Dropped {
  kind: Kind;
  number: number;
  quote: string;
}

export interface Told {
  text: string;
  story: {
    language: string | null;
    title: string | null;
    events: { type: string; quote: string; day: number | null }[];
    causes: { cause: string; status: string; quote: string }[];
    actions: { action: string; status: string; quote: string }[];
    lessons: { quote: string }[];
  };
  editable: boolean;
  edits: Edits;
  unread: string[];
  numbers: Record<Kind, number[]>;
  picture: string | null;
  events: { when: string; count: string; title: string | null; doubts: string[] }[];
  open: { causes: boolean[]; actions: boolean[] };
  paths: { status: string; verdict: string; outcome: string; steps: [string, string][] }[];
  tree: string | null;
  labels: Record<"event_type" | "cause" | "cause_status" | "action" | "action_status", Record<string, string>> &
    Record<"days" | "tree" | "leads" | "unmarked", string>;
  private: { line: number; kind: string; what: string }[];
  markdown: string;
}

/** What a reading needs to be drawn, and what its controls do. */
export interface Teller {
  words: Words;
  sample: boolean;
  corrected: boolean;
  dropped: Dropped[];
  unfolded: Set<string>;
  correct(kind: Kind, number: number, quote: string, change: Record<string, unknown>): void;
  confirmAll(): void;
  reset(): void;
}
