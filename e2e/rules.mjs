// What the markup of every page is held to.
export const rules = {
  extends: ["html-validate:standard"],
  rules: {
    "long-title": "off", // Chinese titles carry the site's full name
    "no-trailing-whitespace": "off", // of the template engine
    "doctype-style": "off", "void-style": "off", "attribute-boolean-style": "off",
    "no-raw-characters": "off", "tel-non-breaking": "off",
    "prefer-native-element": "off", // role=region on a scrolling table is what makes it reachable
    "no-redundant-role": "off",
    "require-sri": "off",
    "wcag/h30": "error", "wcag/h37": "error", "wcag/h67": "error",
  },
};
