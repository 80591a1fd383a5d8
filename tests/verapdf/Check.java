import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** One line per file and flavour: the file, the flavour, PASS, FAIL or ERROR, and the rules that failed. */
public class Check {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (int i = 1; i < arguments.length; i++) {
      for (String name : arguments[0].split(",")) {
        System.out.println(arguments[i] + "\t" + name + "\t" + judge(new File(arguments[i]), name));
      }
    }
  }

  private static String judge(File file, String name) {
    try {
      PDFAFlavour flavour = PDFAFlavour.fromString(name);
      try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
        ValidationResult result =
            Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
        Map<String, String> failed = new LinkedHashMap<>();
        for (TestAssertion test : result.getTestAssertions()) {
          if (test.getStatus() == TestAssertion.Status.FAILED) {
            String rule = test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber();
            failed.putIfAbsent(rule, test.getMessage() + " @ " + test.getLocation().getContext());
          }
        }
        String verdict = result.isCompliant() ? "PASS" : "FAIL";
        return verdict + "\t" + result.getTotalAssertions() + "\t" + failed.toString().replace("\n", " ");
      }
    } catch (Throwable problem) {
      return "ERROR\t0\t" + problem;
    }
  }
}
