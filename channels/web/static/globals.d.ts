// What the chat's modules find in the browser beside its own interfaces (types only).

interface Window {
  azimut?: { open(): void; close(): void };
  azimutTexts: Record<string, any>;
  trustedTypes?: { createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): any } };
}

declare const AZIMUT_TEXTS: Record<string, Record<string, string>>;
