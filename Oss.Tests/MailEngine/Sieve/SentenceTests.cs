using System.Globalization;
using System.Text;
using Oss.MailEngine.Sieve;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>What authors of scripts get wrong most, in the sentences that they are told.</summary>
public class SentenceTests
{
    [Theory]
    [InlineData("keep", "line 1, column 1: The command 'keep' does not end with ';'.", "Zeile 1, Spalte 1: Der Befehl 'keep' endet nicht mit ';'.")]
    [InlineData("fileinto \"x\";", "line 1, column 1: 'fileinto' belongs to the extension \"fileinto\"; write require \"fileinto\"; at the beginning of the script.", "Zeile 1, Spalte 1: 'fileinto' gehört zur Erweiterung \"fileinto\"; schreiben Sie require \"fileinto\"; an den Anfang des Skripts.")]
    [InlineData("redirect „x“;", "line 1, column 10: „ is not the quotation mark of scripts; write \".", "Zeile 1, Spalte 10: „ ist nicht das Anführungszeichen in Skripten; schreiben Sie \".")]
    [InlineData("if true {\n keep;", "line 1, column 9: The block that begins here with '{' has no '}'.", "Zeile 1, Spalte 9: Der Block, der hier mit '{' beginnt, hat kein '}'.")]
    [InlineData("keeps;", "line 1, column 1: 'keeps' is not a command; is 'keep' meant?", "Zeile 1, Spalte 1: 'keeps' ist kein Befehl; ist 'keep' gemeint?")]
    [InlineData("if header :is :contains \"a\" \"b\" { keep; }", "line 1, column 15: ':is' and ':contains' exclude each other.", "Zeile 1, Spalte 15: ':is' und ':contains' schließen einander aus.")]
    [InlineData("if header :is :is \"a\" \"b\" { keep; }", "line 1, column 15: ':is' stands here twice.", "Zeile 1, Spalte 15: ':is' steht hier zweimal.")]
    [InlineData("redirect 5;", "line 1, column 10: Address of 'redirect' is a string in quotation marks.", "Zeile 1, Spalte 10: Address von 'redirect' ist eine Zeichenkette in Anführungszeichen.")]
    [InlineData("require \"FileInto\";", "line 1, column 9: There is no extension \"FileInto\" here. It is written \"fileinto\".", "Zeile 1, Spalte 9: Die Erweiterung \"FileInto\" gibt es hier nicht. Man schreibt sie \"fileinto\".")]
    [InlineData("require \"regex\"; if header :regex \"a\" \"[b\" { keep; }", "line 1, column 39: \"[b\" is not a regular expression: '[' has no ']'.", "Zeile 1, Spalte 39: \"[b\" ist kein regulärer Ausdruck: zu '[' fehlt ']'.")]
    public void An_error_says_in_the_reader_s_language_what_would_be_right(string script, string english, string german)
    {
        var error = SieveScript.Compile(Encoding.UTF8.GetBytes(script)).Errors[0];

        error.Whole.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldBe(english);
        error.Whole.In(CultureInfo.GetCultureInfo("de-AT")).ShouldBe(german);
        error.ToString().ShouldBe(english);
    }
}
