using System.Buffers;
using System.Text;

namespace Oss.MailEngine.Connections;

/// <summary>Writes lines into a connection's output; they leave with the next flush.</summary>
internal static class Replies
{
    public static void WriteLine(this MailConnection connection, string line)
    {
        Encoding.UTF8.GetBytes(line, connection.Output);
        connection.Output.Write("\r\n"u8);
    }
}
