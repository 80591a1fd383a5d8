import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** For every line that names a file a line per flavour: the flavour, PASS, FAIL or ERROR, and what failed. */
public class Check {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
    for (String file = asked.readLine(); file != null; file = asked.readLine()) {
      for (String name : arguments) {
        System.out.println(name + "\t" + judge(new File(file), name));
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
        return verdict + "\t" + result.getTotalAssertions() + "\t" + failed.toString().replaceAll("\\s+", " ");
      }
    } catch (Throwable problem) {
      return "ERROR\t0\t" + problem.toString().replaceAll("\\s+", " ");
    }
  }
}
