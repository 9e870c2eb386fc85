import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Directive, Statement, TSGlobalDeclaration, TSModuleDeclaration, TSSignature, TSType } from "oxc-parser";
import { parseSync } from "oxc-parser";

/** Where a name is looked up from: a file of the SDK's types, and the namespaces around it. */
export type Scope = { file: string; path: string[] };

/** What a name stands for: the members of an interface, or a type. */
export type Declaration = { scope: Scope; members: TSSignature[]; bases: string[] } | { scope: Scope; type: TSType };

type File = {
  declared: Map<string, Declaration>;
  imported: Map<string, { file: string; name: string | null }>;
  passedOn: string[];
};

const files = new Map<string, File>();

/** The folder of the types of the SDK's objects. */
export const resources = join(dirname(fileURLToPath(import.meta.resolve("stripe"))), "resources");

/** Finds what a name, dotted or not, stands for in the SDK's own type files, which are read as they are needed. */
export function findDeclaration(name: string, { file, path }: Scope): Declaration | undefined {
  const { declared, imported, passedOn } = fileOf(file);
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const found = declared.get([...path.slice(0, depth), name].join("."));
    if (found) return found;
  }
  const [first = "", ...rest] = name.split(".");
  const source = imported.get(first);
  if (source) {
    const further = source.name === null ? rest : [source.name, ...rest];
    return findDeclaration(further.join("."), { file: source.file, path: [] });
  }
  for (const other of passedOn) {
    const found = findDeclaration(name, { file: other, path: [] });
    if (found) return found;
  }
  return undefined;
}

function fileOf(path: string): File {
  const known = files.get(path);
  if (known) return known;
  const file: File = { declared: new Map(), imported: new Map(), passedOn: [] };
  files.set(path, file);
  const { program } = parseSync(path, readFileSync(path, "utf8"));
  for (const statement of program.body) readStatement(file, statement, { file: path, path: [] });
  return file;
}

function readStatement(file: File, statement: Statement | Directive, scope: Scope): void {
  switch (statement.type) {
    case "ImportDeclaration":
      for (const one of statement.specifiers) {
        const name = one.type === "ImportSpecifier" ? nameOf(one.imported) : null;
        file.imported.set(one.local.name, { file: besides(scope.file, statement.source.value), name });
      }
      return;
    case "ExportAllDeclaration":
      file.passedOn.push(besides(scope.file, statement.source.value));
      return;
    case "ExportNamedDeclaration":
      if (statement.declaration) readStatement(file, statement.declaration, scope);
      for (const { exported, local } of statement.source ? statement.specifiers : []) {
        const source = besides(scope.file, statement.source?.value ?? "");
        file.imported.set(nameOf(exported), { file: source, name: nameOf(local) });
      }
      return;
    case "TSInterfaceDeclaration": {
      const bases = statement.extends.flatMap(({ expression }) =>
        expression.type === "Identifier" ? expression.name : [],
      );
      file.declared.set([...scope.path, statement.id.name].join("."), { scope, members: statement.body.body, bases });
      return;
    }
    case "TSTypeAliasDeclaration":
      file.declared.set([...scope.path, statement.id.name].join("."), { scope, type: statement.typeAnnotation });
      return;
    case "TSModuleDeclaration":
      readNamespace(file, statement, scope);
      return;
    default:
  }
}

function readNamespace(file: File, { id, body }: TSModuleDeclaration | TSGlobalDeclaration, scope: Scope) {
  const inner = { file: scope.file, path: [...scope.path, id.type === "Identifier" ? id.name : ""] };
  if (body?.type !== "TSModuleBlock") return;
  for (const statement of body.body) readStatement(file, statement, inner);
}

function besides(file: string, module: string) {
  return join(dirname(file), module.replace(/\.js$/, ".d.ts"));
}

function nameOf(one: { type: "Identifier"; name: string } | { type: "Literal"; value: unknown }) {
  return one.type === "Identifier" ? one.name : String(one.value);
}
