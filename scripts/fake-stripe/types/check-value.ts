import type { TSLiteral, TSSignature, TSType, TSTypeName } from "oxc-parser";
import { type Declaration, findDeclaration, type Scope } from "./declarations.ts";

/** `json` is an object of the API; `form` is a request, in which everything is text. */
type Kind = "json" | "form";

type Place = { scope: Scope; kind: Kind; path: string };

/** What a value has that its type in the SDK has not, or has not and should have. Enums are closed. */
export function problemsOf(value: unknown, name: string, { scope, kind }: Omit<Place, "path">): string[] {
  const declaration = findDeclaration(name, scope);
  if (!declaration) return [`The SDK has no type ${name}`];
  return checkDeclaration(value, declaration, { kind, path: name });
}

function checkDeclaration(value: unknown, found: Declaration, { kind, path }: Omit<Place, "scope">): string[] {
  const place = { scope: found.scope, kind, path };
  if ("type" in found) return checkType(value, found.type, place);
  return checkMembers(value, membersOf(found), place);
}

type Member = { signature: TSSignature; scope: Scope };

function membersOf(found: Declaration): Member[] {
  if ("type" in found) return [];
  const inherited = found.bases.flatMap((name) => {
    const base = findDeclaration(name, found.scope);
    return base ? membersOf(base) : [];
  });
  return [...inherited, ...found.members.map((signature) => ({ signature, scope: found.scope }))];
}

function checkMembers(value: unknown, members: Member[], place: Place): string[] {
  if (!isRecord(value)) return [`${place.path} is no object`];
  const rest = new Set(Object.keys(value));
  const problems: string[] = [];
  for (const { signature, scope } of members) {
    if (signature.type !== "TSPropertySignature" || !signature.typeAnnotation) continue;
    const key = signature.key.type === "Identifier" ? signature.key.name : literalOf(signature.key);
    rest.delete(key);
    const one = value[key];
    const path = `${place.path}.${key}`;
    const type = signature.typeAnnotation.typeAnnotation;
    if (one !== undefined) problems.push(...checkType(one, type, { ...place, scope, path }));
    else if (!signature.optional) problems.push(`${path} is missing`);
  }
  const open = members.find(({ signature }) => signature.type === "TSIndexSignature");
  const unknown = open ? [] : [...rest].map((key) => `${place.path}.${key} is unknown`);
  return [...problems, ...unknown];
}

function checkType(value: unknown, type: TSType, place: Place): string[] {
  switch (type.type) {
    case "TSUnionType":
      return checkUnion(value, type.types, place);
    case "TSArrayType":
      return checkArray(value, type.elementType, place);
    case "TSTypeLiteral":
      return checkMembers(
        value,
        type.members.map((signature) => ({ signature, scope: place.scope })),
        place,
      );
    case "TSTypeReference":
      return checkReference(value, nameOf(type.typeName), type.typeArguments?.params ?? [], place);
    case "TSLiteralType":
      return isLiteral(value, type.literal, place.kind) ? [] : [`${place.path} is ${JSON.stringify(value)}`];
    default:
      return isOfKeyword(value, type.type, place.kind) ? [] : [`${place.path} is ${JSON.stringify(value)}`];
  }
}

/** A union's problems are those of the member that fits best, so that they name what is wrong inside of an object. */
function checkUnion(value: unknown, types: TSType[], place: Place): string[] {
  const all = types.map((type) => checkType(value, type, place));
  const best = all.reduce((one, other) => (isBetter(other, one) ? other : one));
  return best;
}

function isBetter(one: string[], other: string[]) {
  if (one.length === 0 || other.length === 0) return one.length === 0 && other.length > 0;
  const depth = (problems: string[]) => Math.max(...problems.map((problem) => problem.split(".").length));
  return depth(one) > depth(other) || (depth(one) === depth(other) && one.length < other.length);
}

function checkArray(value: unknown, element: TSType | undefined, place: Place): string[] {
  if (!Array.isArray(value) || !element) return [`${place.path} is no list`];
  return value.flatMap((one, at) => checkType(one, element, { ...place, path: `${place.path}[${at}]` }));
}

function checkReference(value: unknown, name: string, parameters: TSType[], place: Place): string[] {
  const [first] = parameters;
  if (name === "Array") return checkArray(value, first, place);
  if (name === "Emptyable" && first) return value === "" || value === null ? [] : checkType(value, first, place);
  // Enums are open in the SDK, so that apps expect what is new. What we send or play is among those it names.
  if (name === "OtherString") return [`${place.path} is ${JSON.stringify(value)}`];
  if (name === "Decimal") return typeof value === "string" ? [] : [`${place.path} is no decimal`];
  if (name === "ApiList") return checkList(value, first, place);
  const found = findDeclaration(name, place.scope);
  return found ? checkDeclaration(value, found, place) : [`${place.path}: the SDK has no type ${name}`];
}

function checkList(value: unknown, element: TSType | undefined, place: Place): string[] {
  if (!isRecord(value) || value.object !== "list") return [`${place.path} is no list of the API`];
  const envelope = typeof value.has_more === "boolean" && typeof value.url === "string";
  return [...(envelope ? [] : [`${place.path} lacks has_more or url`]), ...checkArray(value.data, element, place)];
}

function isOfKeyword(value: unknown, keyword: TSType["type"], kind: Kind): boolean {
  if (keyword === "TSStringKeyword") return typeof value === "string";
  if (keyword === "TSNullKeyword") return kind === "form" ? value === "" : value === null;
  if (keyword === "TSNumberKeyword") {
    return kind === "form"
      ? /^-?\d+(\.\d+)?$/.test(String(value))
      : typeof value === "number" && Number.isFinite(value);
  }
  if (keyword === "TSBooleanKeyword") {
    return kind === "form" ? value === "true" || value === "false" : typeof value === "boolean";
  }
  return false;
}

function isLiteral(value: unknown, literal: TSLiteral, kind: Kind) {
  if (literal.type !== "Literal") return false;
  return value === (kind === "form" ? String(literal.value) : literal.value);
}

function nameOf(name: TSTypeName): string {
  if (name.type === "Identifier") return name.name;
  return name.type === "TSQualifiedName" ? `${nameOf(name.left)}.${name.right.name}` : "";
}

function literalOf(key: { type: string } | { type: "Literal"; value: unknown }): string {
  return "value" in key ? String(key.value) : "";
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
