/**
 * Every place of the workbench the tests know, in one file: a new release of VS Code is met here.
 * The same in VS Code 1.100 and 1.139.
 */
export const SELECT = {
  workbench: '.monaco-workbench',
  row: '.monaco-list-row',
  explorerRow: '.explorer-folders-view .monaco-list-row',
  activeTab: '.editor-group-container.active .tab.active',
  statusBar: '.statusbar .statusbar-item',

  quickInput: '.quick-input-widget',
  quickInputText: '.quick-input-widget input',
  quickInputRow: '.quick-input-widget .monaco-list-row',
  quickInputFocusedRow: '.quick-input-widget .monaco-list-row.focused',

  editor: '.editor-instance .monaco-editor',
  activeEditor: '.editor-group-container.active .monaco-editor',
  editorGroup: '.editor-group-container',
  lineNumber: '.margin-view-overlays .line-numbers',
  line: '.view-lines .view-line',
  margin: '.margin',
  glyph: '.glyph-margin-widgets .cgmr',
  codeLens: '.contentWidgets .codelens-decoration',
  stoppedMark: '.view-overlays .debug-top-stack-frame-line, .view-overlays .debug-focused-stack-frame-line',
  inlineValue: '.view-lines .debug-inline-value, .view-lines [class*="debug-inline-value"]',

  debugToolbar: '.debug-toolbar',
  debugButton: '.debug-toolbar .action-label',
  debugHover: '.debug-hover-widget',
  variableRow: '.debug-variables .monaco-list-row',
  watchRow: '.debug-watch .monaco-list-row',
  callStackRow: '.debug-call-stack .monaco-list-row',
  debugConsoleInput: '.repl .repl-input-wrapper .monaco-editor',
  debugConsoleResult: '.repl .evaluation-result',
  debugConsoleRow: '.repl .repl-tree .monaco-list-row',

  notificationCentre: '.notifications-center',
  notification: '.notification-list-item-message',
  dialog: '.monaco-dialog-box',
  dialogMessage: '.monaco-dialog-box .dialog-message-text',
  dialogButton: '.monaco-dialog-box .monaco-button',
} as const;

/** The outer frames of the webviews of an extension. */
export const webviewFrame = (extensionId: string): string => `iframe.webview.ready[src*="extensionId=${extensionId}"]`;

/** What the extension wrote lives one frame deeper; its name stays `pending-frame`, so the id it is. */
export const WEBVIEW_CONTENT = 'iframe#active-frame';

/** Rows of a tree view of an extension, by the view's title. */
export const viewRow = (title: string): string => `.pane:has(.pane-header[aria-label^="${title}"]) .monaco-list-row`;
