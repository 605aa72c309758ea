// The one place that knows the packages of the language server protocol.
export { CodeActionKind, CompletionItemKind, createConnection, DiagnosticSeverity, DidChangeWatchedFilesNotification, MarkupKind, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node'
export type { CodeAction, CodeActionParams, CompletionItem, CompletionList, Connection, Diagnostic, Hover, InitializeParams, InitializeResult, Location, Range, TextDocumentPositionParams, TextEdit } from 'vscode-languageserver/node'
