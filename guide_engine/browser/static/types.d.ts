/** What guide_engine.browser.view answers; the words of knowledge/LANG/ui.toml. */

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
  sources: Record<string, string>;
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
