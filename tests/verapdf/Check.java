import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** For every line that names a file a line per flavour: the flavour, PASS, FAIL or ERROR, and what failed.
 * All flavours are judged in one walk through the file, which takes most of the time. */
public class Check {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    List<PDFAFlavour> flavours =
        Arrays.stream(arguments).map(PDFAFlavour::fromString).collect(Collectors.toList());
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
    for (String file = asked.readLine(); file != null; file = asked.readLine()) {
      judge(new File(file), flavours).forEach(System.out::println);
    }
  }

  private static List<String> judge(File file, List<PDFAFlavour> flavours) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavours.get(0))) {
      return Foundries.defaultInstance().createValidator(flavours).validateAll(parser).stream()
          .map(Check::told)
          .collect(Collectors.toList());
    } catch (Throwable problem) {
      String error = "\tERROR\t0\t" + problem.toString().replaceAll("\\s+", " ");
      return flavours.stream().map(flavour -> flavour.getId() + error).collect(Collectors.toList());
    }
  }

  private static String told(ValidationResult result) {
    Map<String, String> failed = new LinkedHashMap<>();
    for (TestAssertion test : result.getTestAssertions()) {
      if (test.getStatus() == TestAssertion.Status.FAILED) {
        String rule = test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber();
        failed.putIfAbsent(rule, test.getMessage() + " @ " + test.getLocation().getContext());
      }
    }
    String flavour = result.getPDFAFlavour().getId();
    String verdict = result.isCompliant() ? "PASS" : "FAIL";
    String words = failed.toString().replaceAll("\\s+", " ");
    return flavour + "\t" + verdict + "\t" + result.getTotalAssertions() + "\t" + words;
  }
}
