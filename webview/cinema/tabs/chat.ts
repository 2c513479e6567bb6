import type { Chat, ChatMessage } from '../../../protocol/index.ts';
import { button, element } from '../../element.ts';
import { icon, iconButton } from '../parts/icon.ts';
import { counted } from '../parts/time-text.ts';
import { beginningOf, chatSummary, prettyArguments } from './chat-text.ts';
import './chat.css';

/** Messages put on screen at once. */
const mostMessages = 200;

const roleIcons: Readonly<Record<string, string>> = {
  system: 'settings-gear',
  developer: 'settings-gear',
  user: 'account',
  assistant: 'sparkle',
  tool: 'tools',
  function: 'tools',
};

/** What a language model was asked and what it said, as a conversation. @param copy takes a text in full */
export function chatView(chat: Chat, copy: (text: string) => void): HTMLElement {
  const list = element('ol', 'chat-messages');
  const append = (start: number): void => {
    list.append(...chat.messages.slice(start, start + mostMessages).map((message) => messageView(message, copy)));
    const end = start + mostMessages;
    if (end >= chat.messages.length) return;
    const more = button('link-button', `${counted(chat.messages.length - end, 'more message')}: show`, () => {
      line.remove();
      append(end);
    });
    const line = element('li', 'chat-more', more);
    list.append(line);
  };
  append(0);
  const summary = chatSummary(chat);
  const made = element(
    'section',
    'chat',
    summary === '' ? null : element('p', 'chat-summary', summary),
    chat.tools.length === 0
      ? null
      : element(
          'p',
          'chat-tools',
          element('span', 'chat-tools-title', 'Tools it may call: '),
          ...chat.tools.map((tool) => element('code', 'chat-tool', tool)),
        ),
    list,
  );
  made.setAttribute('aria-label', 'Conversation');
  return made;
}

function messageView(
  { direction, role, text, toolCalls, answers }: ChatMessage,
  copy: (text: string) => void,
): HTMLElement {
  const calls = toolCalls.map(({ name, arguments: given }) => {
    const title = element('div', 'chat-call-name', icon('tools'), ` calls `, element('code', '', name));
    return element('div', 'chat-call', title, foldingText(prettyArguments(given), 'pre', 'chat-arguments'));
  });
  const everything = [text, ...toolCalls.map(({ name, arguments: given }) => `${name}(${given})`)]
    .filter((part) => part !== '')
    .join('\n');
  const made = element(
    'li',
    `chat-message chat-${direction}`,
    element(
      'header',
      'chat-head',
      icon(roleIcons[role] ?? 'comment'),
      element('span', 'chat-role', role === '' ? 'message' : role),
      answers === null ? null : element('span', 'chat-answers', `answers ${answers}`),
      element('span', 'chat-direction', direction === 'input' ? 'asked' : 'said'),
      iconButton('copy', 'Copy in full', () => copy(everything)),
    ),
    text === ''
      ? null
      : foldingText(role === 'tool' ? prettyArguments(text) : text, role === 'tool' ? 'pre' : 'div', 'chat-text'),
    ...calls,
  );
  return made;
}

/** A text whose end is folded away while it is long. */
function foldingText(text: string, name: 'div' | 'pre', className: string): HTMLElement {
  const beginning = beginningOf(text);
  const shown = element(name, className, beginning === null ? text : `${beginning} …`);
  if (beginning === null) return shown;
  let isOpen = false;
  const toggle = button('link-button chat-fold', '', () => {
    isOpen = !isOpen;
    put();
  });
  const put = (): void => {
    shown.textContent = isOpen ? text : `${beginning} …`;
    toggle.textContent = isOpen ? 'Show less' : `Show all ${counted(text.length, 'character')}`;
    toggle.setAttribute('aria-expanded', String(isOpen));
  };
  put();
  return element('div', '', shown, toggle);
}
