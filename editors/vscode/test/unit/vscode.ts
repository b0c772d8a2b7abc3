// Stands in for VS Code where a unit test runs code that asks it: as much of it as `src/interpreters.ts` and
// `src/unsaved.ts` use.

export interface Editor {
  isTrusted: boolean;
  folders: string[];
  pythonPath: string;
  pythonExtension: { activate(): Promise<unknown> } | undefined;
  /** The URIs of open documents, and whether they are dirty. */
  documents: Record<string, boolean>;
}

/** What the editor is like; a test changes it. */
export const editor: Editor = fresh();

export function fresh(): Editor {
  return {
    isTrusted: true,
    folders: ["/work/shop"],
    pythonPath: "",
    pythonExtension: undefined,
    documents: {},
  };
}

/** A URI, which VS Code writes in one way however it was spelled. */
export class Uri {
  private constructor(private readonly text: string) {}
  static parse(text: string): Uri {
    return new Uri(encodeURI(decodeURIComponent(text)));
  }
  toString(): string {
    return this.text;
  }
}

export const workspace = {
  get isTrusted() {
    return editor.isTrusted;
  },
  get workspaceFolders() {
    return editor.folders.length ? editor.folders.map((fsPath) => ({ uri: { fsPath } })) : undefined;
  },
  get textDocuments() {
    return Object.entries(editor.documents).map(([uri, isDirty]) => ({ uri: Uri.parse(uri), isDirty }));
  },
  asRelativePath: (uri: Uri) => uri.toString().replace(/^.*work\/shop\//, ""),
  getConfiguration: (section: string) => ({
    get: (key: string) => (section === "sbd" && key === "python.path" ? editor.pythonPath : undefined),
  }),
  onDidChangeConfiguration: (listener: Listener) => listening("onDidChangeConfiguration", listener),
  onDidGrantWorkspaceTrust: (listener: Listener) => listening("onDidGrantWorkspaceTrust", listener),
};

export const extensions = {
  getExtension: (id: string) => (id === "ms-python.python" ? editor.pythonExtension : undefined),
};

type Listener = (event: unknown) => void;

/** Who listens to which event; a test calls them. */
export const listeners = new Map<string, Listener>();

function listening(event: string, listener: Listener) {
  listeners.set(event, listener);
  return { dispose: () => listeners.delete(event) };
}
