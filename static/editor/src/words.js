// The wording of the page's language, which the form carries in data-words.
let words = {};

export function learn(form) {
  words = JSON.parse(form.dataset.words);
}

// word gives a wording by its key without "editor.", with %s filled in.
export function word(key, ...values) {
  let i = 0;
  return words[key].replace(/%s/g, () => values[i++]);
}
