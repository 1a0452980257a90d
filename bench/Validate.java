import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Holds PDF files against PDF/UA-1 and PDF/A-3a with veraPDF; one line a file and profile. Called by archive.py. */
public class Validate {
    private static final String FOLDER = "/org/verapdf/pdfa/validation/";

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile[] profiles = {
            profile("PDFUA-1.xml", PDFAFlavour.PDFUA_1), profile("PDFA-3A.xml", PDFAFlavour.PDFA_3_A)
        };
        boolean good = true;
        for (String file : files) {
            for (ValidationProfile profile : profiles) {
                good &= validate(new File(file), profile);
            }
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean validate(File file, ValidationProfile profile) throws Exception {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 500, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            boolean passed = result.isCompliant();
            System.out.println((passed ? "PASS " : "FAIL ") + flavour.getId() + " " + file.getName());
            Set<String> said = new TreeSet<>();
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                    if (said.add(rule)) {
                        System.out.println("     " + rule + " " + one.getMessage() + " [" + one.getErrorMessage() + "] "
                                + one.getLocation().getContext());
                    }
                }
            }
            return passed;
        }
    }

    /** The profile as the validator ships it, read without the XML binding that the package lacks. */
    private static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
        try (InputStream in = ValidationProfile.class.getResourceAsStream(FOLDER + name)) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            Set<Rule> rules = new HashSet<>();
            for (Element rule : all(document.getDocumentElement(), "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element one : all(document.getDocumentElement(), "variable")) {
                variables.add(Profiles.variableFromValues(one.getAttribute("name"), one.getAttribute("object"),
                        text(one, "defaultValue"), text(one, "value")));
            }
            return Profiles.profileFromValues(flavour,
                    Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = all(rule, "id").get(0);
        PDFAFlavour.Specification specification = null;
        for (PDFAFlavour.Specification one : PDFAFlavour.Specification.values()) {
            if (one.name().equals(id.getAttribute("specification"))) {
                specification = one;
            }
        }
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element one : all(rule, "argument")) {
            String name = one.hasAttribute("name") ? one.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(one.getTextContent(), name, null));
        }
        ErrorDetails error = Profiles.errorFromValues(text(rule, "message"), arguments);
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(specification, id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), deferred, rule.getAttribute("tags"), text(rule, "description"),
                text(rule, "test"), error, new ArrayList<Reference>());
    }

    private static String text(Element parent, String name) {
        List<Element> found = all(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static List<Element> all(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < found.getLength(); at++) {
            elements.add((Element) found.item(at));
        }
        return elements;
    }
}
