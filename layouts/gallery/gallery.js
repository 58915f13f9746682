"use strict";
{
  // Everything can be read without this: it shows the filter, and hides what was not asked for.
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  const variants = [...document.querySelectorAll("article")];
  const groups = [...document.querySelectorAll("section.brand, section.comparison")];
  const shown = (element) => !element.hidden;

  const filter = () => {
    const { kind, ...wanted } = Object.fromEntries(new FormData(form));
    for (const variant of variants) {
      const sections = [...variant.querySelectorAll("[data-kind]")];
      for (const section of sections) section.hidden = kind !== "" && section.dataset.kind !== kind;
      const asked = Object.entries(wanted).every(([name, value]) => value === "" || variant.dataset[name] === value);
      variant.hidden = !asked || (kind !== "" && !sections.some(shown));
    }
    for (const group of groups) group.hidden = ![...group.querySelectorAll("article")].some(shown);
    const all = variants.length;
    count.textContent = `${variants.filter(shown).length} of ${all} ${all === 1 ? "variant" : "variants"} shown`;
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    filter(); // a browser that comes back to the page keeps what was chosen
  }
}
