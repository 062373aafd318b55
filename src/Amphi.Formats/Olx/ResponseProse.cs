using System.Text;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Tells what a response says from what it is answered with.</summary>
internal static class ResponseProse
{
    // What a response says besides its inputs, hints and solution.
    public static string Of(Element response)
    {
        var prose = new StringBuilder();
        Collect(response, prose);
        return prose.ToString();

        static void Collect(Element from, StringBuilder prose)
        {
            foreach (var part in from.Content)
            {
                if (part is not Element child)
                    Element.Write(prose, part);
                else if (IsInput(child.Name))
                    continue;
                else if (child.All.Any(one => IsInput(one.Name)))
                {
                    prose.Append("<p>");
                    Collect(child, prose);
                    prose.Append("</p>");
                }
                else if (child.Name is "label")
                    prose.Append("<p>").Append(child.Inner()).Append("</p>");
                else if (child.Name is "description")
                    prose.Append("<p><em>").Append(child.Inner()).Append("</em></p>");
                else
                    Element.Write(prose, child);
            }
        }
    }

    private static bool IsInput(string name) =>
        name
            is "choicegroup"
                or "checkboxgroup"
                or "radiogroup"
                or "optioninput"
                or "textline"
                or "formulaequationinput"
                or "imageinput"
                or "responseparam"
                or "solution"
                or "correcthint"
                or "stringequalhint"
                or "additional_answer"
                or "answer"
                or "textbox"
                or "jsinput"
                or "drag_and_drop_input"
                or "hintgroup"
                or "compoundhint"
                or "regexphint"
                or "formulahint"
                or "numericalhint"
                or "script"
                or "schematic"
                or "filesubmission"
                or "annotationinput"
                or "designprotein2dinput"
                or "editageneinput"
                or "editamoleculeinput"
                or "chemicalequationinput"
                or "vsepr_input"
                or "javascriptinput"
                or "input"
                or "loncapa";
}
