using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
{
    /// <inheritdoc />
    public partial class ScramKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ScramKeys",
                table: "Mailboxes",
                type: "varchar(160)",
                maxLength: 160,
                nullable: true,
                collation: "utf8mb4_nopad_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.CreateTable(
                name: "PlatformSecrets",
                columns: table => new
                {
                    Name = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Value = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlatformSecrets", x => x.Name);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PlatformSecrets");

            migrationBuilder.DropColumn(
                name: "ScramKeys",
                table: "Mailboxes");
        }
    }
}
