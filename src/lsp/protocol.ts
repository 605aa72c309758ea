// The one place that knows the packages of the language server protocol.
export { CodeActionKind, CompletionItemKind, createConnection, DiagnosticSeverity, DidChangeWatchedFilesNotification, ErrorCodes, MarkupKind, ResponseError, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node'
export type { CodeAction, CodeActionParams, CompletionItem, CompletionList, Connection, Diagnostic, Hover, InitializeParams, InitializeResult, Location, Range, TextDocumentPositionParams, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node'
